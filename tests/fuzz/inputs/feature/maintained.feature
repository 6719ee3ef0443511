Feature: CI workflow validation

  # Maintained by nox-cache-inject: the table follows the workflows.
  Scenario Outline: Nox's environments are cached in job <job> of <workflow>
    Given the job "<job>" of the workflow "<workflow>"
    Then a cache step for "<path>" stands in front of the step "<step>"

    Examples:
      | workflow | job  | step | path | part | files |
      | ci.yml   | lint | nox  | .nox | 3.12 | 'x'   |

  Scenario: Last
    Given x
