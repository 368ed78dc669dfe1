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
    Scenario: Without a conclusion of the read-across, the same kind is not eliminated
      Given a "finding" is in "to be struck off"
      And its "read-across conclusion" is missing
      When the check "same kind eliminated" is judged
      Then the check "same kind eliminated" does not hold because "no conclusion of the read-across search has been drawn"

    @source-S4.2 @source-S4.9
    Scenario: Without a new or revised rule, the long-term mechanism is not sound
      Given a "finding" is in "to be struck off"
      And its "number of the lasting rule" is missing
      When the check "long-term mechanism sound" is judged
      Then the check "long-term mechanism sound" does not hold because "no rule or procedure has been made or revised"

    @source-S4.2 @source-S4.7
    Scenario: Without a conclusion on responsibility, those responsible have not been dealt with
      Given a "finding" is in "to be struck off"
      And its "accountability conclusion" is missing
      When the check "those responsible dealt with" is judged
      Then the check "those responsible dealt with" does not hold because "no conclusion on responsibility has been drawn"

    @source-S4.2 @source-S4.4
    Scenario: What a unit found by itself carries no performance deduction and counts as dealt with
      Given a "finding" is in "to be struck off"
      And its "source" is "found by the unit itself"
      And its "accountability conclusion" is missing
      When the check "those responsible dealt with" is judged
      Then the check "those responsible dealt with" counts as holding because "the company imposes no performance deduction for what a unit finds by itself"

    @source-S4.2 @custom
    Scenario Outline: With too low a figure of <figure>, employees and the public are not satisfied
      Given a "finding" is in "to be struck off"
      And its "<figure>" is below <number>
      When the check "employees and public satisfied" is judged
      Then the check "employees and public satisfied" does not hold because "<reason>"
      Examples:
        | figure               | number | reason                                          |
        | satisfaction on site | 90     | satisfaction on site is below ninety per cent   |
        | people asked         | 5      | fewer than five people were asked on site       |

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
