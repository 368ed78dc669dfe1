"""Plays a worked example from its first step to its last."""

from __future__ import annotations

from policies.examples import ExampleStatement
from policies.judging import Policy
from policies.rules import Example
from proofs.outcomes import claim, is_claim
from proofs.stories import Story
from proofs.worlds import World


def story_of(world: World, policy: Policy, lang: str) -> Story:
    """A story in which nothing has happened yet."""
    return Story(world, policy, lang)


def play_step(story: Story, step: ExampleStatement) -> None:
    """Let a step happen, or hold a claim against what is so. Raises: StoryFault."""
    if is_claim(step):
        claim(story, step)
    else:
        story.play(step)


def play(story: Story, example: Example) -> None:
    """The whole example. Raises: StoryFault at the first step that does not come out."""
    for step in example.steps:
        play_step(story, step)
