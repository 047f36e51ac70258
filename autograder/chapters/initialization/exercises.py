"""The exercises of chapter 02: what each kernel is worth, and the cases that make its conventions visible."""

from autograder.exercise import Assignment, Case, Draw, Exercise

from . import misconceptions, reference, variants


def others(name):
    """The right kernels of variants.py that belong to a kernel."""
    return tuple(v for key, v in vars(variants).items() if key.startswith(f"{name}__"))


def layers(*shapes, **more):
    """Cases of a kernel that draws: layers of many weights, so that a wrong distribution shows, and of unequal fans."""

    def cases(rng):
        return [
            Case(f"a layer from {i} to {o}", {"fan_in": i, "fan_out": o, **more, "rng": Draw(int(rng.integers(2**31)))})
            for i, o in shapes
        ]

    return cases


# 20,000 entries and more tell any two distributions here apart, even a normal one from the one that Keras cuts.
SHAPES = ((300, 120), (60, 500), (20_000, 1))
# It takes more to tell what happens to one entry in 22: redrawn once, folded, not cut at all.
LARGE = (400, 500)


def constant_cases(rng):
    return [
        Case("five examples, three features, four units", {"x": rng.normal(size=(5, 3)), "fan_out": 4, "value": 0.05}),
        Case("one example, one unit", {"x": rng.normal(size=(1, 6)), "fan_out": 1, "value": -2.5}),
        Case("a square batch, value 0", {"x": rng.normal(size=(4, 4)), "fan_out": 2, "value": 0.0}),
    ]


def small_normal_cases(rng):
    wide, tall = layers((60, 500), std=0.3)(rng), layers((20000, 1), std=2.5)(rng)
    return wide + tall


def orthogonal_cases(rng):
    shapes = {
        "square": ((4, 4), 1.0),
        "tall, gain sqrt(2)": ((7, 3), 2.0**0.5),
        "wide, gain 0.5": ((3, 8), 0.5),
        "one unit": ((5, 1), 1.7),
        "one feature": ((1, 4), 0.3),
    }
    return [Case(name, {"z": rng.normal(size=shape), "gain": gain}) for name, (shape, gain) in shapes.items()]


def moment_cases(rng, first, fan, **bounds):
    """Layers of unequal width: the factor of a layer lies between 0.3 and 2.5, but for one case of wide weights."""
    funnel, wide = rng.permutation([12.0, 40.0, 7.0, 25.0, 90.0]), rng.permutation([100.0, 120.0, 80.0])
    return [
        Case("five layers of unequal width",
             {first: 1.7, fan: funnel, "std": (rng.uniform(0.6, 2.2, 5) / funnel) ** 0.5}, **bounds),
        Case("one layer",
             {first: 0.4, fan: rng.uniform(20.0, 50.0, 1).round(), "std": rng.uniform(0.1, 0.3, 1)}, **bounds),
        Case("three layers with weights of about 1",
             {first: 0.9, fan: wide, "std": rng.uniform(0.9, 1.2, 3)}, **bounds),
    ]  # fmt: skip


ASSIGNMENT = Assignment(
    "02_initialization",
    (
        Exercise(
            reference=reference.constant_weights,
            points=2,
            returns=("w",),
            cases=constant_cases,
            misconceptions=misconceptions.CONSTANT_WEIGHTS,
            hints=(
                "x @ w must work: the first axis of w is as long as the last axis of x.",
                "x.shape[1] is fan_in. xp.full(shape, value) makes the array; without dtype= and device= it lands on "
                "the defaults of the library, not beside x.",
            ),
            variants=others("constant_weights"),
            minutes=4,
        ),
        Exercise(
            reference=reference.small_normal,
            points=2,
            returns=("w",),
            cases=small_normal_cases,
            misconceptions=misconceptions.SMALL_NORMAL,
            hints=(
                "rng.normal(shape) has mean 0 and standard deviation 1. What does a factor in front do to these two?",
                "One multiplication is all. The array from rng has the right dtype and device already.",
            ),
            variants=others("small_normal"),
            sampler=True,
            minutes=3,
        ),
        Exercise(
            reference=reference.relu_second_moments,
            points=4,
            returns=("q",),
            cases=lambda rng: moment_cases(rng, "q0", "fan_in"),
            misconceptions=misconceptions.RELU_SECOND_MOMENTS,
            hints=(
                "Take one unit: z is a sum of fan_in terms w * h with independent w of mean 0. Its second moment is "
                "fan_in * E[w^2] * E[h^2].",
                "z is as often negative as positive. Where it is negative, ReLU gives 0; elsewhere it gives z itself.",
                "Loop over the layers, keep the moment of the layer before in one variable, collect the moments in a "
                "list, and make an array of them with xp.stack.",
            ),
            variants=others("relu_second_moments"),
            minutes=10,
            difficulty=2,
        ),
        Exercise(
            reference=reference.glorot_normal,
            points=2,
            returns=("w",),
            cases=layers(*SHAPES),
            misconceptions=misconceptions.GLOROT_NORMAL,
            hints=(
                "Forward, the variance should be 1 / fan_in; backward, 1 / fan_out. Glorot averages both fans.",
                "The factor in front of rng.normal is a standard deviation: the root of the variance.",
            ),
            variants=others("glorot_normal"),
            sampler=True,
            minutes=4,
        ),
        Exercise(
            reference=reference.glorot_uniform,
            points=3,
            returns=("w",),
            cases=layers(*SHAPES),
            misconceptions=misconceptions.GLOROT_UNIFORM,
            hints=(
                "A uniform number between -a and a has variance a^2 / 3.",
                "Set a^2 / 3 equal to Glorot's variance and solve for a.",
                "rng.uniform(shape, low, high) takes the two ends.",
            ),
            variants=others("glorot_uniform"),
            sampler=True,
            minutes=5,
        ),
        Exercise(
            reference=reference.he_normal,
            points=3,
            returns=("w",),
            cases=layers(*SHAPES),
            misconceptions=misconceptions.HE_NORMAL,
            hints=(
                "Look at your relu_second_moments: which std makes the factor of every layer exactly 1?",
                "fan_in * std^2 / 2 = 1.",
            ),
            variants=others("he_normal"),
            sampler=True,
            minutes=4,
        ),
        Exercise(
            reference=reference.he_uniform,
            points=2,
            returns=("w",),
            cases=layers(*SHAPES),
            misconceptions=misconceptions.HE_UNIFORM,
            hints=(
                "The variance is that of he_normal. How far does a uniform distribution of this variance reach?",
                "A uniform number between -a and a has variance a^2 / 3.",
            ),
            variants=others("he_uniform"),
            sampler=True,
            minutes=3,
        ),
        Exercise(
            reference=reference.lecun_normal,
            points=4,
            returns=("w",),
            cases=layers(*SHAPES, LARGE, (1, 1)),  # the spread of a single number is no divisor
            misconceptions=misconceptions.LECUN_NORMAL,
            hints=(
                "Draw z once. Then, a fixed number of times, draw a fresh array of the same shape and take its entries "
                "where z lies beyond the cut. xp.where does that without looking at a value, so a GPU need not wait.",
                "What is left has a standard deviation below 1. The docstring gives it; undo it.",
                "A factor that was multiplied in by accident is undone by dividing by it.",
            ),
            variants=others("lecun_normal"),
            sampler=True,
            minutes=10,
            difficulty=2,
        ),
        Exercise(
            reference=reference.orthogonal,
            points=4,
            returns=("w",),
            cases=orthogonal_cases,
            misconceptions=misconceptions.ORTHOGONAL,
            hints=(
                "xp.linalg.qr(z) gives Q with orthonormal columns and R, upper triangular; see xp.linalg.diagonal(R).",
                "For a z with more columns than rows, work on its transpose z.T and turn the result back at the end.",
                "Q times a vector of signs, by broadcasting, multiplies each column by its own sign.",
            ),
            variants=others("orthogonal"),
            minutes=12,
            difficulty=3,
        ),
        Exercise(
            reference=reference.pytorch_linear,
            points=2,
            returns=("w", "b"),
            cases=layers((400, 80), (12, 2500), (2500, 12)),
            misconceptions=misconceptions.PYTORCH_LINEAR,
            hints=(
                "The gain of a leaky ReLU of slope a is sqrt(2 / (1 + a^2)); kaiming_uniform_ draws up to gain * "
                "sqrt(3 / fan_in).",
                "Put in a = sqrt(5): it becomes very simple, and the biases have the same limit.",
            ),
            variants=others("pytorch_linear"),
            sampler=True,
            core=False,
            minutes=5,
        ),
        Exercise(
            reference=reference.tanh_second_moments,
            points=3,
            returns=("q",),
            # Any sensible quadrature has seven digits.
            cases=lambda rng: moment_cases(rng, "q0", "fan_in", rtol=1e-6),
            misconceptions=misconceptions.TANH_SECOND_MOMENTS,
            hints=(
                "E[f(z)] for a standard normal z is the integral of f(z) times the density exp(-z^2 / 2) / sqrt(2 pi).",
                "An even grid: xp.linspace(-8.0, 8.0, 2001, dtype=..., device=...). The weight of a point is the "
                "density there times the distance of two points.",
                "The pre-activation is sqrt(fan_in * std^2 * q) times a standard normal number.",
            ),
            variants=others("tanh_second_moments"),
            core=False,
            minutes=10,
            difficulty=3,
        ),
        Exercise(
            reference=reference.gradient_second_moments,
            points=3,
            returns=("g",),
            cases=lambda rng: moment_cases(rng, "g_out", "fan_out"),
            misconceptions=misconceptions.GRADIENT_SECOND_MOMENTS,
            hints=(
                "dL/dh at the input of a layer is a sum over its fan_out units: w times dL/dz.",
                "dL/dz is dL/dh of the output where the unit is on, else 0.",
                "Begin with the last layer. xp.flip turns an array round.",
            ),
            variants=others("gradient_second_moments"),
            core=False,
            minutes=8,
            difficulty=2,
        ),
    ),
)
