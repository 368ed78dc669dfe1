# language: en
@rendering-of-12_满意度测评
Feature: Rules for satisfaction surveys, article 2 in English
  The Chinese text is the authoritative one. This rendering is compiled only to be compared with it.

  Rule: Article 2  A survey passes with at least five answers and ninety per cent satisfied

    @source-S4.2 @custom
    Scenario Outline: Of the <audience>, the <asker> may <move>
      Given a "satisfaction survey" is in "people being asked"
      And its "people to be asked" is "<audience>"
      When somebody is about to "<move>"
      Then only the "<asker>" may
      Examples:
        | audience               | move                 | asker            |
        | employees of the place | pass the survey      | trade union      |
        | employees of the place | end the survey short | trade union      |
        | neighbours             | pass the survey      | community office |
        | neighbours             | end the survey short | community office |

    @source-S4.2 @custom
    Scenario: With fewer than five answers it does not pass
      Given a "satisfaction survey" is in "people being asked"
      And its "people asked" is below 5
      When somebody is about to "pass the survey"
      Then it is refused because "fewer than five people answered on site; silence is not satisfaction"

    @source-S4.2 @custom
    Scenario: Below ninety per cent it does not pass
      Given a "satisfaction survey" is in "people being asked"
      And its "satisfaction on site" is below 90
      When somebody is about to "pass the survey"
      Then it is refused because "satisfaction on site is below ninety per cent"

    @source-S4.2 @custom
    Scenario: A survey that falls short says why
      Given a "satisfaction survey" is in "people being asked"
      When somebody is about to "end the survey short"
      Then it needs "why it fell short" filled in

    @source-S4.2 @custom
    Scenario: After one that fell short the office sees to it that people are asked again
      Given a "satisfaction survey" is in "survey fallen short"
      When after "end the survey short"
      Then the "office of the supervision group" is notified
      And the "administrative head of the responsible unit" is notified

    @source-S4.2 @custom
    Scenario: People are asked within five working days of the draw
      Given a "satisfaction survey" is in "people being asked"
      When after "draw the sample"
      Then "pass the survey" must happen within 5 working days
