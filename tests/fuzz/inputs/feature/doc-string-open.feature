Feature: x
  Scenario: y
    Given z
    """
    Rule: w
