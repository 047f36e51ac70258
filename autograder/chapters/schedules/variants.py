"""Other right ways to write the schedules: all of them must pass every check."""

import itertools
import math


def constant__from_a_table(t, *, lr):
    """A table of one entry, whatever t."""
    return {True: lr}[t >= 0]


def constant__interpolated(t, *, lr):
    """A line that does not fall."""
    return lr * 1.0 ** max(t, 0)


def constant__float(t, *, lr):
    """The rate as a float, even where it came as an int."""
    return float(lr)


def linear_decay__slope(t, *, lr, final_lr, steps):
    """From lr down a slope, with a branch for the end."""
    if t >= steps:
        return final_lr
    return lr - t * (lr - final_lr) / steps


def linear_decay__from_the_end(t, *, lr, final_lr, steps):
    """Counts what is left."""
    left = max(steps - t, 0) / steps
    return final_lr + left * (lr - final_lr)


def linear_decay__both_products(t, *, lr, final_lr, steps):
    """Both weights as whole numbers, divided last."""
    k = min(t, steps)
    return ((steps - k) * lr + k * final_lr) / steps


def step_decay__loop(t, *, lr, factor, every):
    """One multiplication for each cut."""
    for _ in range(every, t + 1, every):
        lr = lr * factor
    return lr


def step_decay__floor(t, *, lr, factor, every):
    """The floor of a quotient."""
    return lr * math.pow(factor, math.floor(t / every))


def step_decay__recursive(t, *, lr, factor, every):
    """The rate of `every` steps before, cut."""
    return lr if t < every else step_decay__recursive(t - every, lr=lr, factor=factor, every=every) * factor


def exponential_decay__loop(t, *, lr, gamma):
    """One multiplication for each step."""
    rate = lr
    for _ in range(t):
        rate *= gamma
    return rate


def exponential_decay__logarithm(t, *, lr, gamma):
    """The exponential of a straight line."""
    return math.exp(math.log(lr) + t * math.log(gamma))


def exponential_decay__product(t, *, lr, gamma):
    """A product over the steps so far."""
    return lr * math.prod(itertools.repeat(gamma, t))


def cosine__branch(t, *, lr, final_lr, steps):
    """A branch for the end; the printed formula before it."""
    if t >= steps:
        return final_lr
    return final_lr + (lr - final_lr) / 2 * (1 + math.cos(t * math.pi / steps))


def cosine__half_angle(t, *, lr, final_lr, steps):
    """(1 + cos x) / 2 is cos(x/2) squared."""
    share = math.cos(math.pi * min(t, steps) / (2 * steps)) ** 2
    return share * lr + (1 - share) * final_lr


def cosine__about_the_middle(t, *, lr, final_lr, steps):
    """Mean of both rates, and a swing about it."""
    middle, swing = (lr + final_lr) / 2, (lr - final_lr) / 2
    return middle + swing * math.cos(math.pi * min(t / steps, 1.0))


def gradual_warmup__one_line(t, inner, *, warmup):
    """A branch in one expression; the last index by a slice."""
    return (t + 1) / warmup * inner[0] if t < warmup else (inner[t - warmup :] or inner[-1:])[0]


def gradual_warmup__one_list(t, inner, *, warmup):
    """The whole curve as one list."""
    curve = [inner[0] * (k + 1) / warmup for k in range(warmup)] + list(inner)
    return curve[t] if t < len(curve) else curve[-1]


def gradual_warmup__minimum(t, inner, *, warmup):
    """The ramp is full after its end, and the inner clock waits at 0 before it."""
    share = min(1.0, (t + 1) / warmup) if warmup else 1.0
    place = min(max(t - warmup, 0), len(inner) - 1)
    return share * inner[place]


def warm_restarts__subtract(t, *, lr, final_lr, first_cycle, growth):
    """Takes whole cycles off t."""
    cycle = first_cycle
    while t >= cycle:
        t -= cycle
        cycle *= growth
    return final_lr + (lr - final_lr) * (1 + math.cos(math.pi * t / cycle)) / 2


def warm_restarts__recursive(t, *, lr, final_lr, first_cycle, growth):
    """After the first cycle comes the same schedule with a longer first cycle."""
    if t >= first_cycle:
        return warm_restarts__recursive(
            t - first_cycle, lr=lr, final_lr=final_lr, first_cycle=first_cycle * growth, growth=growth
        )
    return lr - (lr - final_lr) * math.sin(math.pi * t / (2 * first_cycle)) ** 2


def warm_restarts__accumulate(t, *, lr, final_lr, first_cycle, growth):
    """Starts of the cycles as running sums of their lengths."""
    lengths = [first_cycle * growth**k for k in range(t // first_cycle + 1)]
    starts = [0, *itertools.accumulate(lengths)]
    number = max(k for k in range(len(lengths)) if starts[k] <= t)
    angle = math.pi * (t - starts[number]) / lengths[number]
    return 0.5 * ((lr + final_lr) + (lr - final_lr) * math.cos(angle))


def reduce_on_plateau__branches(loss, lr, best, bad_epochs, cooling, *, factor, patience, threshold, cooldown, min_lr):
    """In the order of PyTorch's source."""
    if loss < best * (1 - threshold):
        best, bad_epochs = loss, 0
    else:
        bad_epochs += 1
    if cooling > 0:
        cooling -= 1
        bad_epochs = 0
    if bad_epochs > patience:
        lr *= factor
        if lr < min_lr:
            lr = min_lr
        cooling, bad_epochs = cooldown, 0
    return lr, best, bad_epochs, cooling


def reduce_on_plateau__early_returns(
    loss, lr, best, bad_epochs, cooling, *, factor, patience, threshold, cooldown, min_lr
):
    """One return for each of the four situations."""
    better = loss < (1 - threshold) * best
    if better:
        best = loss
    if cooling:
        return lr, best, 0, cooling - 1
    if better:
        return lr, best, 0, 0
    if bad_epochs < patience:
        return lr, best, bad_epochs + 1, 0
    return max(min_lr, factor * lr), best, 0, cooldown


def reduce_on_plateau__ternaries(loss, lr, best, bad_epochs, cooling, *, factor, patience, threshold, cooldown, min_lr):
    """Without a statement that branches."""
    better = (best > 0 and loss / best < 1 - threshold) or (best == math.inf and loss < math.inf)
    count = 0 if better or cooling else bad_epochs + 1
    cut = count > patience
    return (
        max(lr * factor, min_lr) if cut else lr,
        loss if better else best,
        0 if cut else count,
        cooldown if cut else max(cooling - 1, 0),
    )


def inverse_time__power(t, *, lr, decay):
    """A power of -1."""
    return lr * (1 + decay * t) ** -1


def inverse_time__sum(t, *, lr, decay):
    """1 / lr grows in equal steps."""
    return 1 / (1 / lr + decay / lr * t)


def inverse_time__loop(t, *, lr, decay):
    """Adds up the number under the fraction."""
    below = 1.0
    for _ in range(t):
        below += decay
    return lr / below


def multi_step__loop(t, *, lr, factor, milestones):
    """One multiplication for each milestone behind."""
    for milestone in milestones:
        if t >= milestone:
            lr = lr * factor
    return lr


def multi_step__filter(t, *, lr, factor, milestones):
    """Counts the milestones behind."""
    return lr * math.pow(factor, len([m for m in milestones if m <= t]))


def multi_step__product(t, *, lr, factor, milestones):
    """A product over all milestones."""
    return lr * math.prod(factor if m <= t else 1.0 for m in milestones)


def polynomial__branch(t, *, lr, final_lr, steps, power):
    """A branch for the end."""
    if t >= steps:
        return final_lr
    return (lr - final_lr) * math.pow(1 - t / steps, power) + final_lr


def polynomial__left(t, *, lr, final_lr, steps, power):
    """Counts what is left."""
    share = (max(steps - t, 0) / steps) ** power
    return share * lr + (1 - share) * final_lr


def polynomial__logarithm(t, *, lr, final_lr, steps, power):
    """The power by way of a logarithm."""
    share = math.exp(power * math.log1p(-t / steps)) if t < steps else 0.0
    return final_lr + share * (lr - final_lr)


def constant_warmup__one_line(t, inner, *, warmup, factor):
    """A branch in one expression; the last index by a slice."""
    return factor * inner[0] if t < warmup else (inner[t - warmup :] or inner[-1:])[0]


def constant_warmup__one_list(t, inner, *, warmup, factor):
    """The whole curve as one list."""
    curve = [inner[0] * factor] * warmup + list(inner)
    return curve[min(t, len(curve) - 1)]


def constant_warmup__share(t, inner, *, warmup, factor):
    """The inner clock waits at 0, and a share is taken meanwhile."""
    place = max(0, min(t - warmup, len(inner) - 1))
    return inner[place] * (factor if t < warmup else 1.0)


def one_cycle__two_formulas(t, *, lr, start_lr, final_lr, steps, peak):
    """Each part with its own cosine."""
    if t <= peak:
        return start_lr + (lr - start_lr) * (1 - math.cos(math.pi * t / peak)) / 2
    t = min(t, steps)
    return final_lr + (lr - final_lr) * (1 + math.cos(math.pi * (t - peak) / (steps - peak))) / 2


def one_cycle__half_angles(t, *, lr, start_lr, final_lr, steps, peak):
    """Squares of sine and cosine of half the angle."""
    if t >= steps:
        return final_lr
    if t >= peak:
        return final_lr + (lr - final_lr) * math.cos(math.pi / 2 * (t - peak) / (steps - peak)) ** 2
    return start_lr + (lr - start_lr) * math.sin(math.pi / 2 * t / peak) ** 2


def one_cycle__interpolation(t, *, lr, start_lr, final_lr, steps, peak):
    """One helper for both parts."""

    def between(a, b, done):
        return (a + b) / 2 + (a - b) / 2 * math.cos(math.pi * done)

    if t < peak:
        return between(start_lr, lr, t / peak)
    return between(lr, final_lr, min((t - peak) / (steps - peak), 1.0))


CONSTANT = (constant__from_a_table, constant__interpolated, constant__float)
LINEAR_DECAY = (linear_decay__slope, linear_decay__from_the_end, linear_decay__both_products)
STEP_DECAY = (step_decay__loop, step_decay__floor, step_decay__recursive)
EXPONENTIAL_DECAY = (exponential_decay__loop, exponential_decay__logarithm, exponential_decay__product)
COSINE = (cosine__branch, cosine__half_angle, cosine__about_the_middle)
GRADUAL_WARMUP = (gradual_warmup__one_line, gradual_warmup__one_list, gradual_warmup__minimum)
WARM_RESTARTS = (warm_restarts__subtract, warm_restarts__recursive, warm_restarts__accumulate)
REDUCE_ON_PLATEAU = (
    reduce_on_plateau__branches,
    reduce_on_plateau__early_returns,
    reduce_on_plateau__ternaries,
)
INVERSE_TIME = (inverse_time__power, inverse_time__sum, inverse_time__loop)
MULTI_STEP = (multi_step__loop, multi_step__filter, multi_step__product)
POLYNOMIAL = (polynomial__branch, polynomial__left, polynomial__logarithm)
CONSTANT_WARMUP = (constant_warmup__one_line, constant_warmup__one_list, constant_warmup__share)
ONE_CYCLE = (one_cycle__two_formulas, one_cycle__half_angles, one_cycle__interpolation)
