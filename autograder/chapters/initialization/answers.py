"""The course's own answers. Made by `make build` from solutions/02_initialization/02_initialization.py; edit there."""

import math

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def constant_weights(x, fan_out, *, value):
    """Weights, all equal, for a layer of fan_out units on top of the inputs x.

        w[i, j] = value

    Parameters
    ----------
    x : inputs of the layer, floating array (n, fan_in): it tells you fan_in, and the dtype and
        device that w has to have
    fan_out : number of units of the layer, a Python int
    value : the weight, a Python float

    Returns
    -------
    w : array (fan_in, fan_out), with the dtype and on the device of x

    Convention: (fan_in, fan_out), so that x @ w works; torch.nn.Linear keeps the transpose.
    No errors to raise. x itself stays as it was.

    Why not to: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors,
    Nature 323, 1986.
    """
    xp = array_namespace(x)
    return xp.full((x.shape[1], fan_out), value, dtype=x.dtype, device=x.device)


def small_normal(fan_in, fan_out, *, std, rng):
    """Normal weights with a standard deviation that the caller names.

        w[i, j] ~ N(0, std^2), independent

    Parameters
    ----------
    fan_in, fan_out : number of inputs and of units, Python ints
    std : standard deviation of a weight, a Python float
    rng : workbench.rng.Rng

    Returns
    -------
    w : array (fan_in, fan_out), with the namespace, dtype and device of rng

    Draws: one standard normal number for each weight.
    Convention: std is a standard deviation, not a variance. No errors to raise.
    """
    return std * rng.normal((fan_in, fan_out))


def relu_second_moments(q0, fan_in, std):
    """Predict the second moment of the activations after each layer of a ReLU net.

        q[l] = fan_in[l] * std[l]^2 * q[l-1] / 2,    with q0 in place of q[-1]

    Parameters
    ----------
    q0 : second moment E[x^2] of the net's inputs, a Python float
    fan_in : number of inputs of each layer, floating array (layers,)
    std : standard deviation of the weights of each layer, floating array (layers,)

    Returns
    -------
    q : array (layers,), with the dtype and device of std; q[l] is E[h^2] after the ReLU of layer l,
        counted from 0

    Weights are independent with mean 0; biases are 0. Every hidden layer has a ReLU.
    Convention: the second moment of the activation h, not its variance, not the pre-activation's.
    No errors to raise.

    He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, equations 7 to 9.
    """
    xp = array_namespace(fan_in, std)
    q, moments = q0, []
    for layer in range(std.shape[0]):
        q = fan_in[layer] * std[layer] ** 2 * q / 2.0
        moments.append(q)
    return xp.stack(moments)


def glorot_normal(fan_in, fan_out, *, rng):
    """Glorot and Bengio's initialization with a normal distribution.

        w[i, j] ~ N(0, std^2),   std^2 = 2 / (fan_in + fan_out)

    Parameters
    ----------
    fan_in, fan_out : number of inputs and of units, Python ints
    rng : workbench.rng.Rng

    Returns
    -------
    w : array (fan_in, fan_out), with the namespace, dtype and device of rng

    Draws: one standard normal number for each weight.
    Convention: the plain normal distribution, as in PyTorch (xavier_normal_); Keras and JAX cut it.
    No errors to raise.

    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks,
    AISTATS 2010, equation 12.
    """
    std = math.sqrt(2.0 / (fan_in + fan_out))
    return std * rng.normal((fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, *, rng):
    """Glorot and Bengio's initialization with a uniform distribution: the default of Keras.

        w[i, j] ~ U(-limit, limit),   limit = sqrt(6 / (fan_in + fan_out))

    Parameters
    ----------
    fan_in, fan_out : number of inputs and of units, Python ints
    rng : workbench.rng.Rng

    Returns
    -------
    w : array (fan_in, fan_out), with the namespace, dtype and device of rng

    Draws: one uniform number for each weight.
    Convention: gain 1, as in the paper; PyTorch's xavier_uniform_ takes a gain. No errors to raise.

    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks,
    AISTATS 2010, equation 16.
    """
    limit = math.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform((fan_in, fan_out), -limit, limit)


def he_normal(fan_in, fan_out, *, rng):
    """He's initialization, for layers followed by a ReLU, with a normal distribution.

        w[i, j] ~ N(0, std^2),   std^2 = 2 / fan_in

    Parameters
    ----------
    fan_in, fan_out : number of inputs and of units, Python ints
    rng : workbench.rng.Rng

    Returns
    -------
    w : array (fan_in, fan_out), with the namespace, dtype and device of rng

    Draws: one standard normal number for each weight.
    Convention: the forward form, over fan_in (mode="fan_in" in PyTorch), and the plain normal
    distribution; Keras and JAX cut it. No errors to raise.

    He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, equation 10.
    """
    std = math.sqrt(2.0 / fan_in)
    return std * rng.normal((fan_in, fan_out))


def he_uniform(fan_in, fan_out, *, rng):
    """He's initialization, for layers followed by a ReLU, with a uniform distribution.

        w[i, j] ~ U(-limit, limit),   limit = sqrt(6 / fan_in)

    Parameters
    ----------
    fan_in, fan_out : number of inputs and of units, Python ints
    rng : workbench.rng.Rng

    Returns
    -------
    w : array (fan_in, fan_out), with the namespace, dtype and device of rng

    Draws: one uniform number for each weight.
    Convention: the forward form, over fan_in; the same variance as he_normal. No errors to raise.

    The variance: He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, equation 10.
    """
    limit = math.sqrt(6.0 / fan_in)
    return rng.uniform((fan_in, fan_out), -limit, limit)


def lecun_normal(fan_in, fan_out, *, rng):
    """LeCun's initialization, from a normal distribution cut at two standard deviations, as in JAX.

        z[i, j] ~ N(0, 1), drawn again while |z[i, j]| > 2
        s = sqrt(1 - 4 density(2) / erf(sqrt(2))) = 0.8796...,   density(2) = exp(-2) / sqrt(2 pi)
        w = sqrt(1 / fan_in) * z / s

    Parameters
    ----------
    fan_in, fan_out : number of inputs and of units, Python ints
    rng : workbench.rng.Rng

    Returns
    -------
    w : array (fan_in, fan_out), with the namespace, dtype and device of rng

    Draws: one standard normal number for each weight, then eight rounds or more of fresh ones, each
    round for all weights; a weight takes the fresh number where its own lies beyond the cut. The
    number of rounds is fixed: no value of the array is looked at.
    Convention: the cut is at 2 before the correction, so at 2 / s final standard deviations, and the
    final standard deviation is sqrt(1 / fan_in). No errors to raise.

    LeCun, Bottou, Orr and Mueller, Efficient BackProp, 1998, equation 16; the cut is JAX's.
    """
    z = rng.normal((fan_in, fan_out))
    xp = array_namespace(z)
    for _ in range(8):
        z = xp.where(xp.abs(z) > 2.0, rng.normal((fan_in, fan_out)), z)
    density = math.exp(-2.0) / math.sqrt(2.0 * math.pi)
    s = math.sqrt(1.0 - 4.0 * density / math.erf(math.sqrt(2.0)))
    return math.sqrt(1.0 / fan_in) * z / s


def orthogonal(z, *, gain):
    """Orthonormal weights from normal draws: the Q of a QR decomposition.

        z = Q R,   w = gain * Q * sign(diagonal of R), column by column

    Where z has more columns than rows, the same is done to its transpose, and the result is
    transposed back.

    Parameters
    ----------
    z : independent standard normal numbers, floating array (fan_in, fan_out)
    gain : factor on the result, a Python float; sqrt(2) before a ReLU, 1 in a linear net

    Returns
    -------
    w : array (fan_in, fan_out), with the dtype and device of z. Of a tall w the columns are
        orthogonal with length gain, of a wide one the rows.

    Convention: signs fixed so that the diagonal of R would be positive, as PyTorch and JAX do.
    No errors to raise. z itself stays as it was.

    Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear
    neural networks, ICLR 2014. The signs: Mezzadri, How to generate random matrices from the classical
    compact groups, 2007.
    """
    xp = array_namespace(z)
    wide = z.shape[0] < z.shape[1]
    q, r = xp.linalg.qr(z.T if wide else z)
    q = q * xp.sign(xp.linalg.diagonal(r))
    return gain * (q.T if wide else q)


def pytorch_linear(fan_in, fan_out, *, rng):
    """Weights and biases as torch.nn.Linear draws them by default.

        w[i, j], b[j] ~ U(-limit, limit)
        limit = sqrt(2 / (1 + a^2)) * sqrt(3 / fan_in) with a = sqrt(5)

    Parameters
    ----------
    fan_in, fan_out : number of inputs and of units, Python ints
    rng : workbench.rng.Rng

    Returns
    -------
    (w, b) : arrays (fan_in, fan_out) and (fan_out,), with the namespace, dtype and device of rng

    Draws: one uniform number for each weight and one for each bias.
    Convention: w is (fan_in, fan_out) as everywhere here; PyTorch stores the transpose. The biases
    have the same limit as the weights. No errors to raise.

    torch.nn.Linear.reset_parameters; the odd slope: issue 57109 of PyTorch.
    """
    limit = 1.0 / math.sqrt(fan_in)
    w = rng.uniform((fan_in, fan_out), -limit, limit)
    b = rng.uniform((fan_out,), -limit, limit)
    return w, b


def tanh_second_moments(q0, fan_in, std):
    """Predict the second moment of the activations after each layer of a tanh net.

        q[l] = E[tanh(sqrt(fan_in[l] * std[l]^2 * q[l-1]) * t)^2],   t ~ N(0, 1)

    with q0 in place of q[-1].

    Parameters
    ----------
    q0 : second moment E[x^2] of the net's inputs, a Python float
    fan_in : number of inputs of each layer, floating array (layers,)
    std : standard deviation of the weights of each layer, floating array (layers,)

    Returns
    -------
    q : array (layers,), with the dtype and device of std; q[l] is E[h^2] after the tanh of layer l,
        counted from 0

    Weights are independent with mean 0; biases are 0; layers are wide.
    Accuracy: a relative error of 1e-6 is asked for. 2001 even points between -8 and 8 do.
    No errors to raise.

    Poole, Lahiri, Raghu, Sohl-Dickstein and Ganguli, Exponential expressivity in deep neural networks
    through transient chaos, NIPS 2016, equation 3, without biases.
    """
    xp = array_namespace(fan_in, std)
    t = xp.linspace(-8.0, 8.0, 2001, dtype=std.dtype, device=std.device)
    weight = xp.exp(-(t**2) / 2.0) / math.sqrt(2.0 * math.pi) * (16.0 / 2000.0)
    q, moments = q0, []
    for layer in range(std.shape[0]):
        z = std[layer] * xp.sqrt(fan_in[layer] * q) * t
        q = xp.sum(weight * xp.tanh(z) ** 2)
        moments.append(q)
    return xp.stack(moments)


def gradient_second_moments(g_out, fan_out, std):
    """Predict the second moment of the gradient at the input of each layer of a ReLU net.

        g[l] = fan_out[l] * std[l]^2 * g[l+1] / 2,    with g_out in place of g[layers]

    Parameters
    ----------
    g_out : second moment E[(dL/dh)^2] of the gradient at the output of the last layer, after its ReLU,
        a Python float
    fan_out : number of units of each layer, floating array (layers,), first layer first
    std : standard deviation of the weights of each layer, floating array (layers,), first layer first

    Returns
    -------
    g : array (layers,), with the dtype and device of std; g[l] is E[(dL/dh)^2] at the input of
        layer l, counted from 0

    Weights are independent with mean 0, and of the gradient that comes back; every layer has a ReLU.
    Convention: the gradient with respect to activations, not pre-activations, not weights.
    No errors to raise.

    He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, equations 13 and 14.
    """
    xp = array_namespace(fan_out, std)
    g, moments = g_out, []
    for layer in range(std.shape[0] - 1, -1, -1):
        g = fan_out[layer] * std[layer] ** 2 * g / 2.0
        moments.append(g)
    return xp.flip(xp.stack(moments))
