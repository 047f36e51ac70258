"""Known mistakes in the predictions of second moments, forward and backward."""

from autograder.exercise import Misconception

RELU_SECOND_MOMENTS = (
    Misconception(
        "half_missing",
        "The prediction is that of a linear net. ReLU sets half of a symmetric pre-activation to 0, and with it "
        "half of its second moment.",
        "If z is symmetric around 0, which share of E[z^2] comes from the positive half?",
        (("q_h = q_z / 2.0", "q_h = q_z"),),
    ),
    Misconception(
        "quarter",
        "Each layer loses a factor 4. ReLU halves the second moment itself, not the amplitude.",
        "If z is symmetric around 0, which share of E[z^2] comes from the positive half?",
        (("q_h = q_z / 2.0", "q_h = q_z / 4.0"),),
    ),
    Misconception(
        "doubled",
        "The factor of ReLU is on the wrong side: it halves the second moment, and the prediction doubles it.",
        "Can ReLU make a signal larger?",
        (("q_h = q_z / 2.0", "q_h = q_z * 2.0"),),
    ),
    Misconception(
        "variance_for_second_moment",
        "The mean of h is subtracted: that is the variance of h. The next layer multiplies h itself, mean and "
        "all, by its weights, "
        "so the second moment is what travels.",
        "Is E[h] zero after a ReLU?",
        (("q_h = q_z / 2.0", "q_h = q_z / 2.0 - q_z / (2.0 * math.pi)"),),
    ),
    Misconception(
        "std_not_squared",
        "std enters without its square. A second moment scales with the square of the weights.",
        "Double the weights: by how much does E[z^2] grow?",
        (("q_z = n * s**2 * q_h", "q_z = n * s * q_h"),),
    ),
    Misconception(
        "fan_in_missing",
        "The prediction does not grow with fan_in. A pre-activation is a sum of fan_in terms, and their variances add.",
        "What is the variance of a sum of n independent terms?",
        (("q_z = n * s**2 * q_h", "q_z = s**2 * q_h"),),
    ),
    Misconception(
        "root_of_fan_in",
        "The factor of a layer is sqrt(fan_in) * std, that of the amplitude. The second moment takes its square.",
        "Which of the two, amplitude or second moment, are you passing from layer to layer?",
        (("q_z = n * s**2 * q_h", "q_z = math.sqrt(n) * s * q_h"),),
    ),
    Misconception(
        "starts_from_input",
        "Every layer is computed from q0. Each one needs the moment of the layer before.",
        "What goes into layer 2?",
        (("q_z = n * s**2 * q_h", "q_z = n * s**2 * q0"),),
    ),
    Misconception(
        "input_included",
        "The list begins with q0 and lacks the last layer. q[0] is the moment after the first layer.",
        "When in the loop is a moment appended: before or after it was updated?",
        (("q_z = n * s**2 * q_h", "q.append(q_h); q_z = n * s**2 * q_h"), ("        q.append(q_h)\n", "")),
    ),
    Misconception(
        "first_layer_skipped",
        "q[0] is q0: the first layer has no effect. q[0] is the moment after the first layer.",
        "Does anything change when you change std[0]?",
        (("q_h = q_z / 2.0", "q_h = q_z / 2.0 if q else q_h"),),
    ),
    Misconception(
        "input_in_front",
        "There is one entry too many: q0 stands in front. q[0] is the moment after the first layer.",
        "How many entries should q have?",
        (("return np.asarray(q)", "return np.asarray([q0, *q])"),),
    ),
    Misconception(
        "half_only_once",
        "The half of ReLU is counted once for the whole net. Every layer has a ReLU.",
        "What does a second layer get from the first: its pre-activation, or what ReLU leaves of it?",
        (("q_h = q_z / 2.0", "q_h = q_z"), ("q.append(q_h)", "q.append(q_h / 2.0)")),
    ),
    Misconception(
        "last_relu_missing",
        "The last layer comes without its ReLU, so q[-1] is twice what it should be. Every layer has one here.",
        "Compare q[-1] with q[-2] for fan_in * std**2 = 2.",
        (("return np.asarray(q)", "return np.asarray([*q[:-1], 2.0 * q[-1]])"),),
    ),
    Misconception(
        "root_returned",
        "The roots of the moments come back. The second moments themselves are asked for.",
        "Is q an amplitude or a second moment?",
        (("return np.asarray(q)", "return np.sqrt(q)"),),
    ),
    Misconception(
        "fan_in_of_the_layer_before",
        "Each layer takes the fan_in of the layer before it, and the first that of the last. fan_in[0] belongs to the "
        "first layer.",
        "Which entry of fan_in does index -1 read?",
        (("zip(fan_in, std", "zip(np.roll(fan_in, 1), std"),),
    ),
    Misconception(
        "summed_for_multiplied",
        "The factors of the layers are added up. A layer multiplies what it gets: the factors belong in a product.",
        "If two layers each halve the second moment, what do both leave of it?",
        (
            ("q_z = n * s**2 * q_h", "q_z = n * s**2 * q0"),
            ("q_h = q_z / 2.0", "q_h = q_z / 2.0 + (q_h if q else 0.0)"),
        ),
    ),
    Misconception(
        "before_relu",
        "The list holds the moments of the pre-activations. Those after the ReLU are asked for, half as large.",
        "Which of the two is called h?",
        (("q.append(q_h)", "q.append(q_z)"),),
    ),
    Misconception(
        "divided_by_fan_in",
        "The second moment is divided by fan_in. A pre-activation is a sum of fan_in terms, and their variances add.",
        "What is the variance of a sum of n independent terms?",
        (("q_z = n * s**2 * q_h", "q_z = s**2 / n * q_h"),),
    ),
    Misconception(
        "last_layer_first",
        "The layers are taken from the last to the first. A signal starts at the input.",
        "Which layer's weights does the signal meet first?",
        (
            ("zip(fan_in, std", "zip(fan_in[::-1], std[::-1]"),
            ("np.asarray(q)", "np.asarray(q[::-1])"),
        ),
    ),
)

TANH_SECOND_MOMENTS = (
    Misconception(
        "hermite_101",
        "The integral is taken with Gauss-Hermite nodes, too few for a tanh that has become a step. "
        "A dense even grid has no such trouble.",
        "For a wide pre-activation, how many of your nodes lie where tanh bends?",
        (
            ("z = np.linspace(-8.0, 8.0, 2001)", "z, weight = np.polynomial.hermite_e.hermegauss(101)"),
            (
                "weight = np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi) * (z[1] - z[0])",
                "weight = weight / math.sqrt(2.0 * math.pi)",
            ),
        ),
        source="numerical practice",
    ),
    Misconception(
        "linearised",
        "tanh is taken for the identity, which holds only for small pre-activations: the prediction can exceed "
        "1, and tanh cannot.",
        "How large can tanh(z)^2 be?",
        (("h = np.tanh(math.sqrt(q_z) * z)", "h = math.sqrt(q_z) * z"),),
    ),
    Misconception(
        "tanh_of_typical",
        "tanh is applied to the typical pre-activation, sqrt(q_z), instead of being averaged over all of them.",
        "Is the mean of a function the function of the mean?",
        (("h = np.tanh(math.sqrt(q_z) * z)", "h = np.tanh(math.sqrt(q_z)) + 0.0 * z"),),
    ),
    Misconception(
        "variance_for_std",
        "The standard normal numbers are multiplied by the variance of the pre-activation; they take its root.",
        "If z has variance 1, what is the variance of c * z?",
        (("h = np.tanh(math.sqrt(q_z) * z)", "h = np.tanh(q_z * z)"),),
    ),
    Misconception(
        "density_missing",
        "This is the plain average over the grid, as if every z were equally likely. Each point counts by the density "
        "of a standard normal number.",
        "Does your result change when you make the grid longer?",
        (
            (
                "weight = np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi) * (z[1] - z[0])",
                "weight = np.full(z.shape, 1.0 / z.size)",
            ),
        ),
    ),
    Misconception(
        "distance_missing",
        "The weights of the integral lack the distance of two points, so they do not add up to 1.",
        "Sum your weights.",
        ((" / math.sqrt(2.0 * math.pi) * (z[1] - z[0])", " / math.sqrt(2.0 * math.pi)"),),
    ),
    Misconception(
        "density_not_normalised",
        "The weights of the integral lack 1 / sqrt(2 pi), so they add up to 2.5 instead of 1.",
        "Sum your weights.",
        ((" / math.sqrt(2.0 * math.pi) * (z[1] - z[0])", " * (z[1] - z[0])"),),
    ),
    Misconception(
        "density_of_two",
        "The exponent is -z^2: that is a normal distribution of variance 1/2, and its weights do not add up to 1.",
        "Sum your weights, and then your weights times z^2.",
        (("np.exp(-(z**2) / 2.0)", "np.exp(-(z**2))"),),
    ),
    Misconception(
        "density_of_half_variance",
        "The density is exp(-z^2) / sqrt(pi), that of a normal number of variance 1/2. z should have variance 1.",
        "Sum your weights times z^2.",
        (
            (
                "np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi)",
                "np.exp(-(z**2)) / math.sqrt(math.pi)",
            ),
        ),
    ),
    Misconception(
        "root_taken",
        "The amplitude, the root of the second moment, goes on to the next layer. The second moment is asked for.",
        "Which of the two, amplitude or second moment, are you passing from layer to layer?",
        (("q_h = np.sum(weight * h**2)", "q_h = math.sqrt(np.sum(weight * h**2))"),),
    ),
    Misconception(
        "std_not_squared",
        "std enters without its square. A second moment scales with the square of the weights.",
        "Double the weights: by how much does E[z^2] grow?",
        (("q_z = n * s**2 * q_h", "q_z = n * s * q_h"),),
    ),
    Misconception(
        "fan_in_missing",
        "The prediction does not grow with fan_in. A pre-activation is a sum of fan_in terms, and their variances add.",
        "What is the variance of a sum of n independent terms?",
        (("q_z = n * s**2 * q_h", "q_z = s**2 * q_h"),),
    ),
    Misconception(
        "starts_from_input",
        "Every layer is computed from q0. Each one needs the moment of the layer before.",
        "What goes into layer 2?",
        (("q_z = n * s**2 * q_h", "q_z = n * s**2 * q0"),),
    ),
    Misconception(
        "relu_half",
        "Each layer keeps half of its second moment. Either a half is left over from ReLU, which tanh does not have, "
        "or the integral runs over one side of 0 only.",
        "Sum your weights, over the whole grid. Is there another factor?",
        (("q_h = np.sum(weight * h**2)", "q_h = np.sum(weight * h**2) / 2.0"),),
    ),
    Misconception(
        "square_forgotten",
        "The mean of |tanh| is passed on, without the square. The second moment is the mean of tanh^2.",
        "Of which power of h is the second moment the mean?",
        (("weight * h**2", "weight * np.abs(h)"),),
    ),
    Misconception(
        "input_included",
        "The list begins with q0 and lacks the last layer. q[0] is the moment after the first layer.",
        "When in the loop is a moment appended: before or after it was updated?",
        (
            ("q_z = n * s**2 * q_h", "q.append(q_h); q_z = n * s**2 * q_h"),
            ("        q.append(q_h)\n", ""),
        ),
    ),
    *(
        Misconception(
            f"grid_ends_at_{end}",
            f"The grid runs from -{end} to {end}. Some of a standard normal distribution lies beyond, so the weights "
            "do not add up to 1.",
            "Sum your weights, to the seventh digit.",
            (("-8.0, 8.0", f"-{end}.0, {end}.0"),),
        )
        for end in (3, 4)
    ),
)

GRADIENT_SECOND_MOMENTS = (
    Misconception(
        "forward_order",
        "The layers are taken from the first to the last. A gradient starts at the output and travels back.",
        "Which layer's weights does the gradient meet first?",
        (("fan_out[::-1], std[::-1]", "fan_out, std"), ("np.asarray(g[::-1])", "np.asarray(g)")),
    ),
    Misconception(
        "not_turned_round",
        "The moments come in the order of the computation, last layer first. g[0] belongs to the first layer.",
        "Which entry of g should be nearest to g_out?",
        (("np.asarray(g[::-1])", "np.asarray(g)"),),
    ),
    Misconception(
        "only_fan_out_turned_round",
        "fan_out is read from the last layer to the first, std from the first to the last. Both belong to one layer.",
        "Which fan_out and which std meet in your first step?",
        (("fan_out[::-1], std[::-1]", "fan_out[::-1], std"),),
    ),
    Misconception(
        "last_layer_skipped",
        "g[-1] is g_out: the last layer has no effect. g[-1] is the moment at the input of the last layer.",
        "Does anything change when you change std[-1]?",
        (("g_h = n * s**2 * g_z", "g_h = n * s**2 * g_z if g else g_h"),),
    ),
    Misconception(
        "output_at_the_end",
        "There is one entry too many: g_out stands at the end. g[-1] is the moment at the input of the last layer.",
        "How many entries should g have?",
        (("return np.asarray(g[::-1])", "return np.asarray([*g[::-1], g_out])"),),
    ),
    Misconception(
        "half_missing",
        "The gradient passes every unit. Where ReLU gave 0 it stops, and that is half of the units.",
        "What is the derivative of ReLU for a negative z?",
        (("g_z = g_h / 2.0", "g_z = g_h"),),
    ),
    Misconception(
        "quarter",
        "Each layer loses a factor 4. The derivative of ReLU is 0 or 1, and so is its square: its mean is one half.",
        "What is E[relu'(z)^2]?",
        (("g_z = g_h / 2.0", "g_z = g_h / 4.0"),),
    ),
    Misconception(
        "std_not_squared",
        "std enters without its square. A second moment scales with the square of the weights.",
        "Double the weights: by how much does the squared gradient grow?",
        (("g_h = n * s**2 * g_z", "g_h = n * s * g_z"),),
    ),
    Misconception(
        "fan_out_missing",
        "The moment does not grow with fan_out. A unit of the input feeds fan_out units, and their gradients add.",
        "How many terms has the sum for the gradient of one input unit?",
        (("g_h = n * s**2 * g_z", "g_h = s**2 * g_z"),),
    ),
    Misconception(
        "root_of_fan_out",
        "The factor of a layer is sqrt(fan_out) * std, that of the amplitude. The second moment takes its square.",
        "Which of the two, amplitude or second moment, are you passing from layer to layer?",
        (("g_h = n * s**2 * g_z", "g_h = math.sqrt(n) * s * g_z"),),
    ),
    Misconception(
        "starts_from_output",
        "Every layer is computed from g_out. Each one needs the moment of the layer after it.",
        "What comes back into the layer before the last?",
        (("g_z = g_h / 2.0", "g_z = g_out / 2.0"),),
    ),
    Misconception(
        "output_included",
        "The list ends with g_out and lacks the first layer. g[0] is the moment at the input of the first layer.",
        "When in the loop is a moment appended: before or after it was updated?",
        (("g_z = g_h / 2.0", "g.append(g_h); g_z = g_h / 2.0"), ("        g.append(g_h)\n", "")),
    ),
    Misconception(
        "before_weights",
        "The list holds the moments at the pre-activations. Those at the input of each layer are asked for, "
        "behind its weights.",
        "Through what does the gradient pass between z of a layer and its input?",
        (("g.append(g_h)", "g.append(g_z)"),),
    ),
    Misconception(
        "half_only_once",
        "The half of ReLU is counted once for the whole net. Every layer has a ReLU.",
        "What does a second layer pass on: all of its gradient, or what its ReLU lets through?",
        (
            ("g_h = g_out", "g_h = g_out / 2.0"),
            ("g_z = g_h / 2.0", "g_z = g_h"),
        ),
    ),
    Misconception(
        "first_layer_left_out",
        "g[0] stays 0: the loop ends before it comes to the first layer.",
        "Does range(n, 0, -1) reach 0?",
        (("return np.asarray(g[::-1])", "return np.asarray([0.0, *g[-2::-1]])"),),
    ),
    Misconception(
        "computed_forwards_then_turned",
        "The products begin at the first layer, and the list is turned round at the end. A gradient starts at the "
        "output: the first factor is the last layer's.",
        "Which entry of g should be nearest to g_out, and which layers has it passed?",
        (("fan_out[::-1], std[::-1]", "fan_out, std"),),
    ),
    Misconception(
        "summed_for_multiplied",
        "The factors of the layers are added up. A layer multiplies what comes back: the factors belong in a product.",
        "If two layers each halve the second moment, what do both leave of it?",
        (
            ("g_z = g_h / 2.0", "g_z = g_out / 2.0"),
            ("g_h = n * s**2 * g_z", "g_h = n * s**2 * g_z + (g_h if g else 0.0)"),
        ),
    ),
    Misconception(
        "divided_by_fan_out",
        "The moment is divided by fan_out. A unit of the input feeds fan_out units, and their gradients add.",
        "How many terms has the sum for the gradient of one input unit?",
        (("g_h = n * s**2 * g_z", "g_h = s**2 / n * g_z"),),
    ),
)
