# language: en
@rendering-of-01_督察问题整改与销号
Feature: Rules for rectification and strike-off, article 3 in English
  The Chinese text is the authoritative one. This rendering is compiled only to be compared with it.

  Rule: Article 3  The five not-let-gos: unless all five hold, nothing is struck off

    @source-S4.2
    Scenario Outline: <reason>
      Given a "finding" is in "to be struck off"
      And its check "<check>" does not hold
      When somebody is about to "strike off"
      Then it is refused because "<reason>"
      Examples:
        | check                          | reason                                                              |
        | rectified thoroughly           | not let go while the rectification is not thorough                  |
        | same kind eliminated           | not let go while the same kind of problem is not eliminated         |
        | long-term mechanism sound      | not let go while the long-term mechanism is not sound               |
        | those responsible dealt with   | not let go while those responsible have not been dealt with         |
        | employees and public satisfied | not let go while employees and the public are not satisfied         |

    @source-S4.2
    Scenario: While not every action is verified, the rectification is not thorough
      Given a "finding" is in "to be struck off"
      And some "action" under it is still without "verify"
      When the check "rectified thoroughly" is judged
      Then the check "rectified thoroughly" does not hold because "not every action has been verified"

    @source-S4.2 @custom
    Scenario: While a sub-problem has no measure, the rectification is not thorough
      Given a "finding" is in "to be struck off"
      And its "sub-problems without a measure" has reached 1
      When the check "rectified thoroughly" is judged
      Then the check "rectified thoroughly" does not hold because "a sub-problem has no measure"

    @source-S4.2 @source-S4.4
    Scenario: While not every read-across search has ended, the same kind is not eliminated
      Given a "finding" is in "to be struck off"
      And some "read-across search" under it is still without "end the search"
      When the check "same kind eliminated" is judged
      Then the check "same kind eliminated" does not hold because "not every read-across search has ended"

    @source-S4.2 @source-S4.4 @custom
    Scenario: Where a group inspection's finding never had a search ordered, the same kind is not eliminated
      Given a "finding" is in "to be struck off"
      And its "source" is "group inspection"
      And its "number of read-across searches" is below 1
      When the check "same kind eliminated" is judged
      Then the check "same kind eliminated" does not hold because "no read-across search was ordered for a finding of a group inspection"

    @source-S4.2 @source-S4.4
    Scenario: Without a conclusion of the read-across, the same kind is not eliminated
      Given a "finding" is in "to be struck off"
      And its "read-across conclusion" is missing
      When the check "same kind eliminated" is judged
      Then the check "same kind eliminated" does not hold because "no conclusion of the read-across search has been drawn"

    @source-S4.2 @source-S4.9
    Scenario: With neither a new or revised rule nor a statement that the rules suffice, the mechanism is not sound
      Given a "finding" is in "to be struck off"
      And its "number of the lasting rule" is missing
      And its "statement on the existing rules" is missing
      And its "lasting measures verified" is below 1
      When the check "long-term mechanism sound" is judged
      Then the check "long-term mechanism sound" does not hold because "no rule or procedure has been made or revised, nor is it stated that the existing ones suffice"

    @source-S4.2 @source-S4.9
    Scenario Outline: With the cause "<cause>" and no verified lasting measure, the mechanism is not sound
      Given a "finding" is in "to be struck off"
      And its "class of cause" is "<cause>"
      And its "lasting measures verified" is below 1
      When the check "long-term mechanism sound" is judged
      Then the check "long-term mechanism sound" does not hold because "<reason>"
      Examples:
        | cause     | reason                                                     |
        | no rule   | there was no rule, and no lasting measure has been verified |
        | weak rule | the rule was weak, and no lasting measure has been verified |

    @source-S4.2 @source-S4.9 @source-S4.16
    Scenario: Where a rule was not followed, with neither a statement nor a lasting measure, the mechanism is not sound
      Given a "finding" is in "to be struck off"
      And its "class of cause" is "rule not followed"
      And its "statement on the existing rules" is missing
      And its "lasting measures verified" is below 1
      When the check "long-term mechanism sound" is judged
      Then the check "long-term mechanism sound" does not hold because "the rule was not followed; its owner has not stated that it suffices, and no lasting measure has been verified"

    @source-S4.2 @source-S4.9 @custom
    Scenario: While not every lasting measure is verified, the mechanism is not sound
      Given a "finding" is in "to be struck off"
      And its "lasting measures not verified" has reached 1
      When the check "long-term mechanism sound" is judged
      Then the check "long-term mechanism sound" does not hold because "not every lasting measure has been verified"

    @source-S4.2 @source-S4.7
    Scenario: While not every accountability case has been served, those responsible have not been dealt with
      Given a "finding" is in "to be struck off"
      And some "accountability case" under it is still without "serve"
      When the check "those responsible dealt with" is judged
      Then the check "those responsible dealt with" does not hold because "not every accountability case has been decided and served"

    @source-S4.2 @source-S4.7
    Scenario: With neither an accountability case nor a conclusion, those responsible have not been dealt with
      Given a "finding" is in "to be struck off"
      And its "number of accountability cases" is below 1
      And its "accountability conclusion" is missing
      When the check "those responsible dealt with" is judged
      Then the check "those responsible dealt with" does not hold because "no accountability case was opened, and no conclusion on responsibility has been drawn"

    @source-S4.2 @source-S4.4
    Scenario: What a unit found by itself carries no performance deduction and counts as dealt with
      Given a "finding" is in "to be struck off"
      And its "source" is "found by the unit itself"
      And its "number of accountability cases" is below 1
      And its "accountability conclusion" is missing
      When the check "those responsible dealt with" is judged
      Then the check "those responsible dealt with" counts as holding because "the company imposes no performance deduction for what a unit finds by itself"

    @source-S4.2 @custom
    Scenario: Without a satisfaction survey, employees and the public are not satisfied
      Given a "finding" is in "to be struck off"
      And its "number of satisfaction surveys" is below 1
      When the check "employees and public satisfied" is judged
      Then the check "employees and public satisfied" does not hold because "no satisfaction survey has been held; silence is not satisfaction"

    @source-S4.2 @custom
    Scenario: While a satisfaction survey has not ended, employees and the public are not satisfied
      Given a "finding" is in "to be struck off"
      And some "satisfaction survey" under it is still without "pass the survey"
      When the check "employees and public satisfied" is judged
      Then the check "employees and public satisfied" does not hold because "a satisfaction survey has not ended yet"

    @source-S4.2 @custom
    Scenario: Where the last survey fell short and none after it passed, employees and the public are not satisfied
      Given a "finding" is in "to be struck off"
      And its "audiences whose last survey fell short" has reached 1
      When the check "employees and public satisfied" is judged
      Then the check "employees and public satisfied" does not hold because "the last satisfaction survey fell short and must be held again"

    @source-S4.2 @custom
    Scenario: Where no survey of the neighbours passed, the public is not satisfied with an environment finding
      Given a "finding" is in "to be struck off"
      And its "domain" is "environment"
      And its "surveys of neighbours passed" is below 1
      When the check "employees and public satisfied" is judged
      Then the check "employees and public satisfied" does not hold because "no survey of the neighbours has found them satisfied with an environment finding"

    @source-S4.2 @source-S4.8 @custom
    Scenario: Thorough rectification is signed by the re-inspection owner or the supervision office
      Given a "finding" is in "to be struck off"
      When somebody is about to sign the check "rectified thoroughly"
      Then only the "re-inspection owner" may
      And only the "office of the supervision group" may

    @source-S4.2 @custom
    Scenario Outline: <check> is signed by the <signer>
      Given a "finding" is in "to be struck off"
      When somebody is about to sign the check "<check>"
      Then only the "<signer>" may
      Examples:
        | check                          | signer                          |
        | same kind eliminated           | office of the supervision group |
        | long-term mechanism sound      | policy owner                    |
        | those responsible dealt with   | human resources department      |
        | employees and public satisfied | trade union                     |

    @source-S4.8
    Scenario Outline: Whoever has an interest in the finding does not sign that <check>
      Given a "finding" is in "to be struck off"
      When somebody with a conflict of interest is about to sign the check "<check>"
      Then that person must stand aside
      Examples:
        | check                          |
        | rectified thoroughly           |
        | same kind eliminated           |
        | long-term mechanism sound      |
        | those responsible dealt with   |
        | employees and public satisfied |
