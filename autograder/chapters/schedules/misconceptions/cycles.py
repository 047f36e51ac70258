"""Mistakes in the schedules that have parts of cosines: warm restarts and one cycle."""

from autograder.chapters.schedules.misconceptions.shared import WAVE
from autograder.exercise import Misconception

HEAD = "    start = 0\n"
LOOP = "while t >= start + length"
GROW = "length = length * growth"
SHARE_OF_CYCLE = "done = (t - start) / length"

WARM_RESTARTS = (
    Misconception(
        "cycle_end_belongs_to_the_old",
        "The step in which a cycle ends still belongs to it, at final_lr, and the next cycle never shows its first "
        "rate. Here that step is the first of the next cycle, at lr.",
        "What should come out at t = first_cycle?",
        edits=((LOOP, "while t > start + length"),),
    ),
    Misconception(
        "growth_ignored",
        "All cycles are as long as the first: growth has no effect.",
        "Where in your lines does the argument growth appear?",
        edits=((GROW, "length = length"),),
    ),
    Misconception(
        "growth_added",
        "Each cycle is `growth` steps longer than the one before. It is `growth` times as long.",
        "With first_cycle 3 and growth 2, how long are the first three cycles?",
        edits=((GROW, "length = length + growth"),),
    ),
    Misconception(
        "first_cycle_grown",
        "The first cycle is `growth` times too long already: the restarts are counted from 1 where they are counted "
        "from 0.",
        "How long is the first cycle?",
        edits=(("length = first_cycle", "length = first_cycle * growth"),),
    ),
    Misconception(
        "grown_only_once",
        "The second cycle is longer than the first, but all later ones are like the second. Each is `growth` times the "
        "one before it.",
        "With first_cycle 3 and growth 2, how long are the first three cycles?",
        edits=((GROW, "length = first_cycle * growth"),),
    ),
    Misconception(
        "grown_before_it_is_over",
        "The length grows before the old cycle is put behind: the start moves on by the length of the new cycle.",
        "At which t does the second cycle begin?",
        edits=(("start = start + length", "start = start + length * growth"),),
    ),
    Misconception(
        "place_counted_from_zero",
        "The place in a cycle is counted from the very first step. It is counted from the start of the cycle.",
        "What should your share be in the first step of the second cycle?",
        edits=((SHARE_OF_CYCLE, "done = t / length"),),
    ),
    Misconception(
        "share_of_the_first_cycle",
        "The share of the way is taken of the first cycle's length. It is taken of the length of the cycle at hand.",
        "What is your share in the middle of the second cycle?",
        edits=((SHARE_OF_CYCLE, "done = (t - start) / first_cycle"),),
    ),
    Misconception(
        "never_restarts",
        "The rate stays at final_lr after the first cycle: there is no restart.",
        "What should come out at t = first_cycle?",
        edits=((LOOP, "while False"), (SHARE_OF_CYCLE, "done = min(t, length) / length")),
    ),
    Misconception(
        "swings_back",
        "After the first cycle the cosine swings back up step by step, as PyTorch's CosineAnnealingLR does. A restart "
        "is a jump.",
        "What should come out at t = first_cycle?",
        edits=((LOOP, "while False"),),
    ),
    Misconception(
        "final_rate_in_the_last_step",
        "Each cycle comes down to final_lr in its last step. Here it would reach final_lr one step later, where the "
        "next cycle has begun: final_lr itself never comes.",
        "By which number do you divide the place in the cycle?",
        edits=((SHARE_OF_CYCLE, "done = (t - start) / max(length - 1, 1)"),),
    ),
    Misconception(
        "counted_from_one",
        "Places in a cycle are counted from 1: its first step has left lr already.",
        "What should come out at t = 0?",
        edits=((SHARE_OF_CYCLE, "done = (t - start + 1) / length"),),
    ),
    *WAVE,
)

UP = "done = (peak - t) / peak"
DOWN = "done = (min(t, steps) - peak) / (steps - peak)"
BETWEEN = "rate = low + (lr - low) * share"
TURN = "    if t < peak:"
HALF_COSINE = "share = 0.5 * (1.0 + math.cos(math.pi * done))"

ONE_CYCLE = (
    Misconception(
        "pytorchs_clock",
        "Peak and end come one step early: PyTorch's OneCycleLR counts total_steps rates, so that its last step is "
        "steps - 1. Here the end is at t = steps.",
        "At which t should the rate be lr, and at which final_lr?",
        edits=((TURN, "    steps, peak = steps - 1, peak - 1\n" + TURN),),
        convention=True,
        source="PyTorch's OneCycleLR",
    ),
    Misconception(
        "straight_lines",
        "Both parts are straight lines, as in Smith's paper and PyTorch's anneal_strategy='linear'. Here both are half "
        "cosines.",
        "What is your slope at the peak?",
        edits=(("share = 0.5 * (1.0 + math.cos(math.pi * done))", "share = 1.0 - done"),),
        convention=True,
        source="Smith 2018",
    ),
    Misconception(
        "comes_down_to_start_lr",
        "The rate comes down to start_lr again. The second part ends at final_lr.",
        "What should come out at t = steps?",
        edits=(("low = final_lr", "low = start_lr"),),
    ),
    Misconception(
        "goes_up_from_final_lr",
        "The rate goes up from final_lr. The first part begins at start_lr.",
        "What should come out at t = 0?",
        edits=(("low = start_lr", "low = final_lr"),),
    ),
    Misconception(
        "first_part_falls",
        "In the first part the rate falls from lr to start_lr and then jumps up. It should rise to lr.",
        "What should come out at t = 0?",
        edits=((UP, "done = t / peak"),),
    ),
    Misconception(
        "way_down_over_all_steps",
        "The way down is shared out over all steps, so it is not over at t = steps. It has steps - peak of them.",
        "How many steps lie between the peak and the end?",
        edits=((DOWN, "done = (min(t, steps) - peak) / steps"),),
    ),
    Misconception(
        "way_down_takes_all_steps",
        "The way down takes as many steps as the whole cycle: at t = steps it is not over, and it goes on after that. "
        "It has steps - peak of them.",
        "How many steps lie between the peak and the end?",
        edits=((DOWN, "done = min((t - peak) / steps, 1.0)"),),
    ),
    Misconception(
        "brackets_missing",
        "In t - peak / steps - peak the brackets are missing: only the peak in the middle is divided.",
        "What does Python work out first in a - b / c - d?",
        edits=((DOWN, "done = min(t - peak / steps - peak, 1.0)"),),
    ),
    Misconception(
        "parts_exchanged",
        "The two parts have changed places: before the peak it is the way down, after it the way up.",
        "What should come out at t = 0?",
        edits=((TURN, "    if t > peak:"),),
    ),
    Misconception(
        "starts_again",
        "At t = steps the cycle begins again. From there on the rate stays final_lr.",
        "What is t % steps at t = steps?",
        edits=((TURN, "    t = t % steps\n" + TURN),),
    ),
    Misconception(
        "zero_after_the_end",
        "After t = steps the rate is 0. It stays final_lr from there on.",
        "What comes out at t = steps + 1?",
        edits=(("return rate", "return rate if t <= steps else 0.0"),),
    ),
    Misconception(
        "quarter_waves",
        "Both parts are a quarter of a cosine: flat at the peak and steep at its other end. Half a cosine is flat at "
        "both.",
        "What is your slope at t = 0?",
        edits=(("share = 0.5 * (1.0 + math.cos(math.pi * done))", "share = math.cos(0.5 * math.pi * done)"),),
    ),
    Misconception(
        "straight_line_up",
        "The way up is a straight line, as in most warmups, and only the way down is a cosine. Here both are half "
        "cosines.",
        "What is your slope at t = 0?",
        edits=(
            (
                "share = 0.5 * (1.0 + math.cos(math.pi * done))",
                "share = 0.5 * (1.0 + math.cos(math.pi * done)) if t >= peak else 1.0 - done",
            ),
        ),
        convention=True,
        source="optax's warmup_cosine_decay_schedule",
    ),
    Misconception(
        "final_rate_added",
        "On the way down final_lr is added on top of a curve that begins at lr already: the rate jumps up at the peak.",
        "What comes out at t = peak?",
        edits=((BETWEEN, "rate = low + (lr - low * (t < peak)) * share"),),
    ),
    Misconception(
        "place_counted_from_zero",
        "On the way down the place is counted from t = 0, so the rate jumps at the peak. It is counted from the peak.",
        "What should your share be at t = peak?",
        edits=((DOWN, "done = min(t, steps) / steps"),),
    ),
    Misconception(
        "rises_beyond_the_end",
        "After t = steps the cosine rises again. The rate stays final_lr from there on.",
        "What comes out well after t = steps?",
        edits=((DOWN, "done = (t - peak) / (steps - peak)"),),
    ),
    Misconception(
        "counted_from_one",
        "Steps are counted from 1: the first one has left start_lr already.",
        "What should come out at t = 0?",
        edits=((TURN, "    t = t + 1\n" + TURN),),
    ),
    Misconception(
        "low_rate_added",
        "The low rate is added on top of a curve that reaches lr already: the peak is too high.",
        "What comes out at t = peak?",
        edits=((BETWEEN, "rate = low + lr * share"),),
    ),
    Misconception(
        "half_missing_on_the_way_down",
        "On the way down the factor 1/2 is missing: 1 + cos runs from 2 to 0, and the rate jumps up at the peak.",
        "What is 1 + cos(0)?",
        edits=((HALF_COSINE, HALF_COSINE.replace("0.5", "(0.5 if t < peak else 1.0)")),),
    ),
    Misconception(
        "integer_division_on_the_way_down",
        "After the peak the rate stays lr and then falls to final_lr at once, as it does where the share of the way is "
        "an integer division.",
        "What is 3 // 10?",
        edits=((DOWN, "done = (min(t, steps) - peak) // (steps - peak)"),),
    ),
    Misconception(
        "integer_division_on_the_way_up",
        "Before the peak the rate stays start_lr and then rises to lr at once, as it does where the share of the way "
        "is an integer division.",
        "What is 3 // 10?",
        edits=((UP, "done = 1 - t // peak"),),
    ),
    Misconception(
        "whole_wave_on_the_way_down",
        "After the peak comes a whole wave: the rate is at final_lr half of the way down, climbs back towards lr, and "
        "then drops. Half a wave is wanted.",
        "What is the cosine of your angle just before the end?",
        edits=((DOWN, "done = 2.0 * (t - peak) / (steps - peak) if t < steps else 1.0"),),
    ),
    Misconception(
        "low_rates_ignored",
        "The curve begins and ends at 0: start_lr and final_lr have no effect.",
        "What should come out at t = 0?",
        edits=((BETWEEN, "rate = lr * share"),),
    ),
    *(m for m in WAVE if "final_rate" not in m.id),
)
