"""A batch that grows where the rate would fall."""

from autograder.exercise import Misconception

GROWS = "batch = batch * factor"
CUTS = "lr = lr / factor"

GROWING = (
    Misconception(
        "rate_cut_as_well",
        "The rate falls at every milestone, whether or not the batch has grown. One of the two is enough: a larger "
        "batch does to the noise what a lower rate would do.",
        "What should the rate be after a milestone at which the batch has grown?",
        edits=((GROWS, "batch, lr = batch * factor, lr / factor"),),
    ),
    Misconception(
        "batch_never_stops",
        "The batch grows beyond `largest`.",
        "Where in your lines does the argument largest appear?",
        edits=(("if batch * factor <= largest", "if largest"),),
    ),
    Misconception(
        "rate_never_cut",
        "Once the batch cannot grow any more nothing happens at a milestone. From there on the rate falls.",
        "What is left to change when the batch may not grow?",
        edits=((CUTS, "lr = lr * 1.0"),),
    ),
    Misconception(
        "capped_at_largest",
        "The batch grows to `largest` where the whole factor would be too much. Here it grows by the factor or not at "
        "all; in that case the rate is divided.",
        "Batch 48, factor 2, largest 64: what should become of batch and rate?",
        edits=((GROWS, "batch = min(batch * factor, largest)"), ("if batch * factor <= largest", "if batch < largest")),
    ),
    Misconception(
        "strictly_below_largest",
        "A batch of exactly `largest` is refused. It is still allowed.",
        "Batch 32, factor 2, largest 64: what should come out after the first milestone?",
        edits=(("batch * factor <= largest", "batch * factor < largest"),),
    ),
    Misconception(
        "one_past_largest",
        "Only the batch before growth is compared with `largest`: it grows once too often.",
        "Which number must not be above largest, the old batch or the new one?",
        edits=(("if batch * factor <= largest", "if batch <= largest"),),
    ),
    Misconception(
        "one_step_late",
        "The change comes one step after its milestone. Step t = milestone is the first with the new values, as in "
        "chapter 05.",
        "What comes out at t = milestone?",
        edits=(("if t >= milestone", "if t > milestone"),),
    ),
    Misconception(
        "at_the_milestone_only",
        "The change is there at t = milestone alone, and gone a step later. A milestone that is past counts as well.",
        "What comes out one step after a milestone?",
        edits=(("if t >= milestone", "if t == milestone"),),
    ),
    Misconception(
        "batch_added",
        "The batch grows by adding the factor. It is multiplied.",
        "Batch 32, factor 2: what should come out after one milestone?",
        edits=((GROWS, "batch = batch + factor"),),
    ),
    Misconception(
        "rate_multiplied",
        "The rate is multiplied by the factor where it should be divided: it grows.",
        "Which way does the noise have to go, up or down?",
        edits=((CUTS, "lr = lr * factor"),),
    ),
    Misconception(
        "once_only",
        "Only the first milestone counts.",
        "What should have happened by the end of the last milestone?",
        edits=(("for milestone in milestones", "for milestone in milestones[:1]"),),
    ),
    Misconception(
        "rate_first",
        "The rate is cut and the batch stays. The batch comes first; the rate is for when it cannot grow.",
        "What should change at the first milestone?",
        edits=(("if batch * factor <= largest", "if batch * factor > largest"),),
    ),
    Misconception(
        "rate_scaled_up",
        "The rate grows together with the batch, as in the linear scaling rule: then the noise stays as it was. Here "
        "the growth of the batch replaces a cut of the rate, so the rate stays.",
        "What should the rate be after a milestone at which the batch has grown?",
        edits=((GROWS, "batch, lr = batch * factor, lr * factor"),),
    ),
    Misconception(
        "capped_and_cut",
        "Where the whole factor would be too much the batch grows to `largest`, and the rate is divided as well. The "
        "batch grows by the factor or not at all.",
        "Batch 48, factor 2, largest 64: what should become of the batch?",
        edits=((CUTS, "batch, lr = largest, lr / factor"),),
    ),
    Misconception(
        "capped_and_never_cut",
        "The batch is held at `largest` by a minimum, and the rate never falls. The batch grows by the factor or not "
        "at all; in that case the rate is divided.",
        "Batch 48, factor 2, largest 64: what should become of batch and rate?",
        edits=(("if batch * factor <= largest", "if largest"), (GROWS, "batch = min(batch * factor, largest)")),
    ),
    Misconception(
        "capped_and_rest_from_the_rate",
        "The batch grows to `largest`, and the rate takes the rest of the factor. The batch grows by the whole factor "
        "or not at all; in that case the rate is divided by the whole of it.",
        "Batch 48, factor 2, largest 64: what should become of batch and rate?",
        edits=(
            ("if batch * factor <= largest", "if largest"),
            (GROWS, "batch, lr = min(batch * factor, largest), lr * min(batch * factor, largest) / (batch * factor)"),
        ),
    ),
    Misconception(
        "never_at_0",
        "Step 0 has the values of the start, even with a milestone there. t = milestone is the first with the new "
        "values.",
        "milestones = (0, 2): what should come out at t = 0, and what at t = 2?",
        edits=(("if t >= milestone", "if t >= milestone and t > 0"),),
    ),
    Misconception(
        "milestone_at_0_skipped",
        "A milestone at 0 is skipped. Every milestone up to t counts, and t = milestone is the first with the new "
        "values.",
        "milestones = (0, 2): what should come out at t = 2?",
        edits=(("if t >= milestone", "if t >= milestone > 0"),),
    ),
    Misconception(
        "grows_while_below_largest",
        "Only the batch before growth is compared with `largest`: as long as it is below, it grows, and may end above.",
        "Which number must not be above largest, the old batch or the new one?",
        edits=(("if batch * factor <= largest", "if batch < largest"),),
    ),
    Misconception(
        "nothing_between_milestones",
        "The changes are there at milestones alone, and gone a step later. A milestone that is past counts as well.",
        "What comes out one step after a milestone?",
        edits=(("for milestone in milestones", "for milestone in (milestones if t in milestones else ())"),),
    ),
    Misconception(
        "all_or_nothing",
        "Batch or rate takes the changes of all milestones at once: where the batch would end too large it falls "
        "back to the first one. Each milestone is decided by itself, and what the batch has grown stays.",
        "Batch 32, factor 2, largest 64: what should come out after two milestones?",
        edits=(
            (
                "    for milestone in milestones:",
                "    start = lr, batch\n"
                "    power = factor ** sum(t >= milestone for milestone in milestones)\n"
                "    for milestone in milestones:",
            ),
            (
                "return lr, batch",
                "return (start[0], start[1] * power) if start[1] * power <= largest else (start[0] / power, start[1])",
            ),
        ),
    ),
    Misconception(
        "batch_added_and_compared",
        "The factor is added to the batch, and that sum compared with `largest`. The batch is multiplied by it.",
        "Batch 32, factor 2: what should come out after one milestone?",
        edits=(
            ("if batch * factor <= largest", "if batch + factor <= largest"),
            (GROWS, "batch = batch + factor"),
        ),
    ),
    Misconception(
        "all_milestones_count",
        "All milestones count from the start: t has no effect. Only those that t has reached change anything.",
        "What should come out before the first milestone?",
        edits=(("if t >= milestone", "if milestone == milestone"),),
    ),
    Misconception(
        "compared_with_the_first_batch",
        "The batch of the start, times the factor, is compared with `largest` at every milestone: if the first growth "
        "is allowed, so are all others. The batch as it has grown so far counts.",
        "Batch 32, factor 2, largest 64: which batch would come after the second milestone?",
        edits=(
            ("    for milestone in milestones:", "    start = batch\n    for milestone in milestones:"),
            ("if batch * factor <= largest", "if start * factor <= largest"),
        ),
    ),
    Misconception(
        "one_change_too_many",
        "There is one change more than milestones that are past: the first one is there from step 0 on.",
        "What should come out before the first milestone?",
        edits=(("for milestone in milestones", "for milestone in (t, *milestones)"),),
    ),
)
