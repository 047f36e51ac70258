"""Known mistakes in constant, small normal and orthogonal weights."""

from autograder.exercise import Misconception

from .shared import transposed

SMALL_NORMAL = (
    Misconception(
        "std_as_variance",
        "std is treated as a variance: the weights have standard deviation sqrt(std). "
        "(A lecture slide that writes N(0, 0.01) leaves open which of the two it means: docs/errata.md, D6.)",
        "Draw a large matrix with std=4 and measure its standard deviation.",
        (("w = std * z", "w = math.sqrt(std) * z"),),
        source="D6",
    ),
    Misconception(
        "std_squared",
        "The standard deviation comes out as std**2. A factor in front of a random number scales its standard "
        "deviation by that factor.",
        "What multiplies the variance when you multiply a random number by c? And the standard deviation?",
        (("w = std * z", "w = std**2 * z"),),
    ),
    Misconception(
        "std_ignored",
        "The scale is fixed at 0.01, whatever std is given.",
        "Where does your answer use the argument std?",
        (("w = std * z", "w = 0.01 * z"),),
    ),
    Misconception(
        "fixed_as_in_gpt",
        "The scale is fixed at 0.02, as in GPT-2, whatever std is given.",
        "Where does your answer use the argument std?",
        (("w = std * z", "w = 0.02 * z"),),
    ),
    Misconception(
        "not_scaled",
        "The normal numbers come back as they were drawn, with standard deviation 1, whatever std is given.",
        "Where does your answer use the argument std?",
        (("w = std * z", "w = z"),),
    ),
    Misconception(
        "divided_by_std",
        "The normal numbers are divided by std. They should be multiplied by it.",
        "Should a larger std make the weights larger or smaller?",
        (("w = std * z", "w = z / std"),),
    ),
    Misconception(
        "one_row_for_all",
        "One row is drawn and repeated for every input, so a unit weighs all its inputs alike. Each weight needs a "
        "number of its own.",
        "Print the first two rows of w.",
        (("z = rng.normal(shape)", "z = np.ones(shape) * rng.normal((1, fan_out))"),),
    ),
    Misconception(
        "std_as_mean",
        "std is added, so it moves the mean and leaves the spread at 1. "
        "(In numpy.random.normal the first argument is the mean.)",
        "Which number should be near 0, the mean or the standard deviation?",
        (("w = std * z", "w = std + z"),),
    ),
    Misconception(
        "uniform_noise",
        "The draw is uniform between 0 and 1 (rand), where it should be standard normal (randn).",
        "Which method of rng has mean 0?",
        (("z = rng.normal(shape)", "z = rng.uniform(shape)"),),
    ),
    Misconception(
        "uniform_to_std",
        "The weights are uniform between -std and std, which have standard deviation std / sqrt(3); they should "
        "be normal.",
        "Is a number beyond 2 * std possible in your answer?",
        (("z = rng.normal(shape)", "z = rng.uniform(shape, -1.0, 1.0)"),),
    ),
    Misconception(
        "divided_by_root_fan_in",
        "The weights are also divided by sqrt(fan_in). That is a later kernel; this one has the standard "
        "deviation std for every shape.",
        "Should the spread change with the shape here?",
        (("w = std * z", "w = std * z / math.sqrt(fan_in)"),),
    ),
    transposed(),
    Misconception(
        "one_column_for_all",
        "One column is drawn and repeated for every unit, so all units start equal. Each weight needs a number of "
        "its own.",
        "Print the first two columns of w.",
        (("z = rng.normal(shape)", "z = np.ones(shape) * rng.normal((fan_in, 1))"),),
    ),
    Misconception(
        "absolute_values",
        "No weight is negative: the sizes of normal numbers, without their signs. They should lie evenly on both "
        "sides of 0.",
        "What is the mean of your weights?",
        (("w = std * z", "w = std * np.abs(z)"),),
    ),
    Misconception(
        "clipped",
        "What lies beyond two standard deviations is moved onto that line, so many weights sit exactly at the two "
        "ends. Nothing is cut here.",
        "How many of your weights are equal to the largest one?",
        (("w = std * z", "w = std * np.clip(z, -CUT, CUT)"),),
    ),
    Misconception(
        "centred_after_drawing",
        "The mean of the draws is subtracted from them, so every weight depends on all others. Independent draws have "
        "a mean that is close to 0, not exactly 0.",
        "What do you do with the numbers after drawing them, and does the equation ask for it?",
        (("w = std * z", "w = std * (z - np.mean(z))"),),
    ),
)

FULL = "w = np.full(shape, value, dtype=x.dtype)"

CONSTANT_WEIGHTS = (
    Misconception(
        "always_zero",
        "The weights are 0, whatever value is given.",
        "Where does your answer use the argument value?",
        ((FULL, "w = np.zeros(shape, dtype=x.dtype)"),),
    ),
    Misconception(
        "always_one",
        "The weights are 1, whatever value is given.",
        "Where does your answer use the argument value?",
        ((FULL, "w = np.ones(shape, dtype=x.dtype)"),),
    ),
    Misconception(
        "batch_size_for_fan_in",
        "The first axis of w has the length of the batch. It has one row for each feature of x.",
        "Which axis of x counts the examples, and which the features?",
        (("fan_in = x.shape[1]", "fan_in = x.shape[0]"),),
    ),
    Misconception(
        "like_x",
        "The weights have the shape of x. They map its features to fan_out units.",
        "What shape has x @ w to have?",
        (("shape = (fan_in, fan_out)", "shape = x.shape"),),
    ),
    Misconception(
        "divided_by_fan_in",
        "The value is divided by fan_in. Every weight should be the value itself.",
        "Print one weight: is it value?",
        ((FULL, "w = np.full(shape, value / fan_in, dtype=x.dtype)"),),
    ),
    Misconception(
        "a_row_only",
        "There is one weight for each unit. There should be one for each pair of a feature and a unit.",
        "What shape has x @ w to have?",
        (("shape = (fan_in, fan_out)", "shape = (fan_out,)"),),
    ),
    Misconception(
        "applied",
        "x @ w comes back, the output of the layer. The weights w are asked for.",
        "What does the docstring say of the shape of what is returned?",
        (("return w", "return x @ w"),),
    ),
    transposed(),
    Misconception(
        "diagonal_only",
        "The value stands on the diagonal only, and 0 everywhere else. Every weight is to have it.",
        "How many of your weights are 0?",
        ((FULL, "w = value * np.eye(*shape, dtype=x.dtype)"),),
    ),
    Misconception(
        "last_unit_zero",
        "The weights of the last unit are 0. Every weight is to have the value.",
        "Which is the last number of range(4 - 1)?",
        ((FULL, FULL + "\n    w[:, -1] = 0.0"),),
    ),
)

ORTHOGONAL = (
    Misconception(
        "sign_not_fixed",
        "The columns of Q are used as the QR routine leaves them, with signs that are its own habit, not random. "
        "Multiplying each column by the sign of the diagonal of R makes all orthogonal matrices equally likely.",
        "Look at the signs of the diagonal of R for several draws of z.",
        (("q = q * sign", "q = q"),),
        source="Mezzadri 2007",
    ),
    Misconception(
        "diagonal_for_sign",
        "The columns are multiplied by the diagonal of R itself, so they lose their unit length. "
        "Only its sign is needed.",
        "What is the length of a column of your w?",
        (("sign = np.sign(np.diagonal(r))", "sign = np.diagonal(r)"),),
    ),
    Misconception(
        "sign_reversed",
        "Every column comes out with the opposite sign. The diagonal of R should be positive afterwards.",
        "With your signs, is Q R still z for an R with a positive diagonal?",
        (("q = q * sign", "q = -q * sign"),),
    ),
    Misconception(
        "sign_of_all_of_r",
        "Q is multiplied by the signs of all of R, which mixes its columns. Only the diagonal of R is asked for: one "
        "sign for each column.",
        "Multiply the transpose of w by w. What should you see?",
        (("q = q * sign", "q = q @ np.sign(r)"),),
    ),
    Misconception(
        "sign_of_q",
        "The signs are taken from the diagonal of Q. They should come from the diagonal of R.",
        "Which of the two should have a positive diagonal afterwards?",
        (("sign = np.sign(np.diagonal(r))", "sign = np.sign(np.diagonal(q))"),),
    ),
    Misconception(
        "r_returned",
        "This is R, which is triangular. The orthogonal one of the two is Q.",
        "Multiply the transpose of w by w. What should you see?",
        (
            ("tall = z.T if wide else z", "tall = z"),
            ("q, r = np.linalg.qr(tall)", "r, q = np.linalg.qr(tall)"),
            ("sign = np.sign(np.diagonal(r))", "sign = 1.0"),
            ("q = q.T if wide else q", "q = q"),
        ),
    ),
    Misconception(
        "wide_not_transposed",
        "A wide z goes into the QR routine as it is and comes back square. A matrix with more columns than rows "
        "has to be "
        "transposed before, and back afterwards.",
        "What shape has Q for a z of 3 rows and 8 columns?",
        (("tall = z.T if wide else z", "tall = z"), ("q = q.T if wide else q", "q = q")),
    ),
    Misconception(
        "not_transposed_back",
        "A wide z is transposed for the QR routine, but the result is not transposed back.",
        "Compare the shapes of w and z for 3 rows and 8 columns.",
        (("q = q.T if wide else q", "q = q"),),
    ),
    Misconception(
        "gain_lost",
        "The gain has no effect. If you scaled z: R takes up the scale, and Q stays as it was.",
        "What happens to Q when z is doubled?",
        (("w = gain * q", "w = q"),),
    ),
    Misconception(
        "gain_squared",
        "The weights are multiplied by gain**2. The gain is a factor of the amplitude, not of the variance.",
        "With gain g, what is the length of a column of w to be?",
        (("w = gain * q", "w = gain**2 * q"),),
    ),
    Misconception(
        "gain_rooted",
        "The weights are multiplied by sqrt(gain). The gain is a factor of the amplitude, not of the variance.",
        "With gain g, what is the length of a column of w to be?",
        (("w = gain * q", "w = np.sqrt(gain) * q"),),
    ),
    Misconception(
        "divided_by_gain",
        "The weights are divided by the gain.",
        "Should a gain above 1 make the weights larger or smaller?",
        (("w = gain * q", "w = q / gain"),),
    ),
    Misconception(
        "unit_columns",
        "The columns (the rows, where w is wide) are divided by their length, but they are not at right angles to "
        "each other.",
        "Multiply the transpose of w by w. What should you see?",
        (
            ("q, r = np.linalg.qr(tall)", "q = tall / np.sqrt(np.sum(tall**2, axis=0))"),
            ("sign = np.sign(np.diagonal(r))", "sign = 1.0"),
        ),
    ),
    Misconception(
        "unit_columns_where_wide",
        "Every column is divided by its length, and nothing else: neither the columns of a tall w nor the rows of a "
        "wide one are at right angles to each other.",
        "Multiply the transpose of w by w. What should you see?",
        (
            ("tall = z.T if wide else z", "tall = z"),
            ("q, r = np.linalg.qr(tall)", "q = tall / np.sqrt(np.sum(tall**2, axis=0))"),
            ("sign = np.sign(np.diagonal(r))", "sign = 1.0"),
            ("q = q.T if wide else q", "q = q"),
        ),
    ),
    Misconception(
        "polar_factor",
        "The rows and columns are orthonormal, by the singular value decomposition: U V^T, the orthogonal matrix "
        "nearest to z. "
        "It is as good a start; this exercise asks for the Q of a QR decomposition, as PyTorch and JAX draw it.",
        "Which decomposition does the docstring name?",
        (
            ("q, r = np.linalg.qr(tall)", "u, _, r = np.linalg.svd(tall, full_matrices=False); q = u @ r"),
            ("sign = np.sign(np.diagonal(r))", "sign = 1.0"),
        ),
        convention=True,
        source="polar decomposition",
    ),
    Misconception(
        "singular_vectors",
        "The columns, or the rows of a wide w, are singular vectors of z: U or V^T, whichever has its shape, as in "
        "Lasagne and the first Keras. "
        "It is as good a start; this exercise asks for the Q of a QR decomposition, as PyTorch and JAX draw it.",
        "Which decomposition does the docstring name?",
        (
            ("tall = z.T if wide else z", "u, _, vh = np.linalg.svd(z, full_matrices=False)"),
            ("q, r = np.linalg.qr(tall)", "q = u if u.shape == z.shape else vh"),
            ("sign = np.sign(np.diagonal(r))", "sign = 1.0"),
            ("q = q.T if wide else q", "q = q"),
        ),
        convention=True,
        source="Lasagne, Keras 1",
    ),
    Misconception(
        "singular_vectors_transposed",
        "The columns, or the rows of a wide w, are singular vectors: the U of z, or of its transpose. "
        "It is as good a start; this exercise asks for the Q of a QR decomposition, as PyTorch and JAX draw it.",
        "Which decomposition does the docstring name?",
        (
            ("q, r = np.linalg.qr(tall)", "q, r, _ = np.linalg.svd(tall, full_matrices=False)"),
            ("sign = np.sign(np.diagonal(r))", "sign = 1.0"),
        ),
        convention=True,
    ),
    Misconception(
        "left_singular_vectors",
        "This is the U of the singular value decomposition of z, a square matrix whatever the shape of z. The exercise "
        "asks for the Q of a QR decomposition, with the shape of z.",
        "Which decomposition does the docstring name, and what shape has w to have?",
        (
            ("tall = z.T if wide else z", "tall = z"),
            ("q, r = np.linalg.qr(tall)", "q, r, _ = np.linalg.svd(tall)"),
            ("sign = np.sign(np.diagonal(r))", "sign = 1.0"),
            ("q = q.T if wide else q", "q = q"),
        ),
    ),
    Misconception(
        "gain_of_tall_ones_only",
        "A wide matrix comes back without the gain.",
        "Which lines does a wide z go through, and where among them is gain?",
        (("w = gain * q", "w = q if wide else gain * q"),),
    ),
)
