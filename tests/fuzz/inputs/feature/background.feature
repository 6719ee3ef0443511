@ci
Feature: CI workflow validation
    As a maintainer

    Background:
        Given the workflow

    @slow @ci
    Scenario: One
        Given a step
        """
        Rule: text
        """
        Then all is well

    @ci
    Scenario Outline: Two <a>
        * a <a>

        Examples:
            | a |
            | b |
