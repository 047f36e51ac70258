# %% [markdown]
# # Initialization: where training starts
#
# Training changes the weights a little at a time, so where they start decides whether it gets anywhere. In this chapter you write the starts that are in use, and see what each of them is for.
#
# After this chapter you can
#
# * say why weights that start equal stay equal, and what that costs;
# * predict, on paper and in five lines of code, how large the activations of a deep net are before you train it;
# * write the initializers of Glorot, He, LeCun and Saxe, and tell which one a framework means by a name;
# * find out why a deep net does not train, from its activations and its gradients, and name three cures.
#
# You need matrix products, means and variances, and the chain rule. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import math
from functools import partial

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import plots
from workbench.data import Split, digits, whitened_digits
from workbench.nets import MLP, mean_squares, norms
from workbench.rng import Rng
from workbench.training import momentum, sgd, train

# %% [markdown]
# ## The idea
#
# A unit adds up its inputs, each times a weight: $z = \sum_i h_i w_i$. Let the weights be random, independent, of mean 0 and variance $\sigma^2$. Then the sum has mean 0, and variances add:
#
# $$
# \mathrm{E}[z^2] = n\, \sigma^2\, \mathrm{E}[h^2], \qquad n = \text{fan\_in, the number of inputs.}
# $$
#
# This one line is the chapter. The factor $n\sigma^2$ says by how much a layer multiplies the mean square of its signal. A deep net applies it again and again: a factor of 2 becomes $2^{30}$ after 30 layers, a factor of $1/2$ becomes $2^{-30}$. Only a factor of 1 gives a deep net a signal to work with, and it takes $\sigma^2 = 1/n$: *the wider the layer below, the smaller the weights*.
#
# Look at it happen. Each histogram shows the sums of 4000 units, all with inputs of mean square 1.

# %% experiment
@experiment()
def sums_of_random_terms():
    rng, fans, z = Rng(2), (4, 16, 64, 256), {}
    for n in fans:
        h, w = rng.normal((4000, n)), rng.normal((4000, n))
        z[n] = (h * w).sum(axis=1)
    spread = [z[n].std() for n in fans]
    scaled = [z[n].std() / math.sqrt(n) for n in fans]
    title = (f"From {fans[0]} to {fans[-1]} inputs the sum grows {spread[-1] / spread[0]:.1f} "
             f"times; with $\\sigma^2 = 1/n$ it grows {scaled[-1] / scaled[0]:.2f} times")
    fig, (left, right) = plots.figure(2, title=title, sharey=True)
    names = [f"{n} inputs" for n in fans]
    small = [z[n] / math.sqrt(n) for n in fans]
    plots.histograms(left, list(z.values()), names, limits=(-60, 60), x="z, weights of variance 1")
    plots.histograms(right, small, names, limits=(-4.5, 4.5), x="z, weights of variance 1 / n")
    plots.show(fig)
    return {"spread": spread, "scaled": scaled}

# %% [markdown]
# Three things are still open, and the chapter takes them in turn: why random weights at all; what the activation function does to the factor; and what the same factor does to the gradients on their way back.
#
# Throughout, the weights of a layer are an array of shape (fan_in, fan_out), and the layer computes `x @ w + b`. Biases start at 0 unless a kernel says otherwise.
#
# ## Why weights start random
#
# Begin with the two starts that do not work, since it is instructive to see how they fail: all weights 0, and all weights the same number.

# %% answer="constant_weights"
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

# %% check="constant_weights"

# %% [markdown]
# The simplest start that works: small random numbers. From here on a kernel that draws gets its random numbers from the argument `rng`. `rng.normal(shape)` gives independent standard normal numbers (mean 0, standard deviation 1), and `rng.uniform(shape, low, high)` independent uniform ones. Both come in the right namespace, dtype and on the right device already.
#
# Your draws are judged by their distribution, so it does not matter in which order you draw.

# %% answer="small_normal"
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

# %% check="small_normal"

# %% [markdown]
# ### Experiment: units that start equal
#
# Three nets learn the digits: two hidden layers of 32 tanh units, the same rate, the same batches. One starts with all weights 0, one with all weights 0.05, one with your `small_normal`.
#
# **Predict** before you run the cell. Which weights of the first net get a gradient in the first step? Does the loss of the second one move at all? How many *different* units does it have in the end?

# %% experiment
def constant_start(value):
    def init(fan_in, fan_out, *, rng):
        return constant_weights(rng.normal((1, fan_in)), fan_out, value=value)
    return init


@experiment(constant_weights, small_normal)
def symmetry():
    starts = {"all 0": constant_start(0.0), "all 0.05": constant_start(0.05),
              "random": partial(small_normal, std=0.1)}
    split, found = digits(), {}
    fig, ax = plots.figure()
    for name, init in starts.items():
        net = MLP((64, 32, 32, 10), init=init, activation="tanh", seeds=range(5), dtype="float64")
        gradient = norms(net.trace(split.x_train, split.y_train).dw).max()
        history = train(net, split, sgd, lr=0.1, steps=400)
        w = net.weights[0]
        found[name] = {"gradient": gradient, "apart": np.max(np.abs(w - w[:, :, :1])), "units": w[0],
                       "loss": history.train_loss, "accuracy": history.test_accuracy}
        plots.band(ax, history.steps, plots.smooth(history.loss, 30), name)
    ends = ", ".join(f"{name}: {np.median(run['loss']):.2f}" for name, run in found.items())
    plots.label(ax, "step", "training loss", f"Training loss after 400 steps: {ends}")
    ax.set_ylim(0, 2.6)
    plots.end_labels(ax)
    plots.show(fig)
    for name, run in found.items():
        print(f"{name}: largest norm of a weight gradient at the start {run['gradient']:.3g};")
        print(f"    after training, units of layer 1 differ by up to {run['apart']:.2g}; "
              f"test accuracy {np.median(run['accuracy']):.0%}")
    return found

# %% [markdown]
# * **All 0.** Every activation is 0, and a gradient of weights is a product with an activation or with other weights, so it is 0, too: exactly, not nearly. Only the output bias can move, and it learns how frequent the digits are.
# * **All 0.05.** Here the gradient is not 0, and the loss does fall. But all units of a layer compute the same thing, so they get the same gradient, so they remain the same. Whatever its width on paper, this is a net of width one, repeated.
# * **Random.** Each unit starts elsewhere, gets a gradient of its own, and becomes something of its own.
#
# The next figure shows what eight units of the first layer look for, as pictures of their weights.

# %% experiment
@experiment(constant_weights, small_normal)
def what_units_look_for():
    if symmetry is None:
        print("Run the cell of the experiment above once more: it waited for a kernel.")
        return None
    units = {name: symmetry[name]["units"] for name in ("all 0.05", "random")}
    equal, random = (np.unique(w.round(9), axis=1).shape[1] for w in units.values())
    title = f"Different units among 32 after training: {equal} with equal starts, {random} with random ones"
    fig, axes = plots.figure(8, 2, height=2.3, title=title)
    for (name, w), row in zip(units.items(), axes, strict=True):
        limit = np.max(np.abs(w[:, :8]))
        for ax, unit in zip(row, w[:, :8].T, strict=True):
            ax.imshow(unit.reshape(8, 8), vmin=-limit, vmax=limit, cmap="PuOr")
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
        row[0].set_ylabel(name)
    plots.show(fig)
    return [equal, random]

# %% [markdown]
# > **The slide says.** Our copy of Dombry's slides calls all-zero weights a saddle point of gradient 0 where nothing is learned. You saw the exception, the output bias. There is a second one: it needs $\varphi(0) = 0$. A sigmoid of 0 is one half, so the last layer of a sigmoid net has something to multiply. The cell shows the gradient of each layer's weights in a sigmoid net of zeros.

# %% experiment
@experiment(constant_weights)
def zeros_under_a_sigmoid():
    split, found = digits(), {}
    for activation in ("tanh", "sigmoid"):
        net = MLP((64, 32, 32, 10), init=constant_start(0.0), activation=activation, dtype="float64")
        trace = net.trace(split.x_train[:256, :], split.y_train[:256])
        found[activation] = norms(trace.dw)[:, 0]
        sizes = ", ".join(f"{size:.3g}" for size in found[activation])
        print(f"{activation}: norms of the weight gradients, layer by layer: {sizes}")
    return found

# %% [markdown]
# ## The right size
#
# Random it is, but how large? Rather than try, predict. Follow the second moment $q = \mathrm{E}[h^2]$ through a ReLU net.
#
# One layer does two things to it. The weights multiply it by $n\sigma^2$, as above. Then ReLU acts on $z$, which is symmetric around 0: half of the time it gives 0, the other half it leaves $z$ as it is. So half of the second moment survives:
#
# $$
# q_\ell = \tfrac12\, n_\ell\, \sigma_\ell^2\; q_{\ell-1}.
# $$
#
# It is the second moment that travels, not the variance: after a ReLU the mean is not 0, and the next layer's weights multiply the mean along with the rest.

# %% answer="relu_second_moments"
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

# %% check="relu_second_moments"

# %% [markdown]
# ### Glorot: a compromise of two passes
#
# Go back to a net without ReLU. Forward, a layer multiplies the second moment by $\text{fan\_in}\cdot\sigma^2$. Backward it is the turn of the gradients: a unit's gradient is a sum over the fan_out units above it, so the factor is $\text{fan\_out}\cdot\sigma^2$. Both cannot be 1 unless the layer is square. Glorot and Bengio take the mean of the two demands:
#
# $$
# \sigma^2 = \frac{1}{(\text{fan\_in} + \text{fan\_out}) / 2} = \frac{2}{\text{fan\_in} + \text{fan\_out}}.
# $$

# %% answer="glorot_normal"
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

# %% check="glorot_normal"

# %% [markdown]
# > **The slide says.** Our copy of Gomez's slides gives `randn(n) / sqrt(n)` the name of Glorot. That is the older rule of LeCun, $\sigma^2 = 1/\text{fan\_in}$, which looks at one pass only. For square layers the two agree; the cell shows a layer where they do not.

# %% experiment
@experiment(glorot_normal)
def glorot_as_printed():
    fan_in, fan_out = 64, 1024
    yours = float(glorot_normal(fan_in, fan_out, rng=Rng(3)).std())
    printed = 1.0 / math.sqrt(fan_in)
    back = {"Glorot": fan_out * yours**2, "printed": fan_out * printed**2}
    print(f"From {fan_in} to {fan_out}: standard deviation {yours:.4f}, as printed {printed:.4f}.")
    print(f"On the way back the gradient's second moment changes by {back['Glorot']:.2f}, "
          f"as printed by {back['printed']:.1f}.")
    return back

# %% [markdown]
# The paper's own form is uniform. Only the variance matters for the argument above, and a uniform number between $-a$ and $a$ has variance $a^2/3$. What is $a$?

# %% answer="glorot_uniform"
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

# %% check="glorot_uniform"

# %% [markdown]
# ### He: what ReLU takes, the weights give back
#
# Your `relu_second_moments` has the answer in it: ReLU halves the second moment, so the weights have to double it. Ask for a factor of 1 and solve for $\sigma^2$.

# %% answer="he_normal"
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

# %% check="he_normal"

# %% [markdown]
# > **The slide says.** Our copy of Dombry's slides prints He's standard deviation as $1/\sqrt{2m}$, with the 2 below the fraction. The cell asks your own prediction what that does to ten layers of width 100.

# %% experiment
@experiment(he_normal, relu_second_moments)
def he_as_printed():
    fan_in = np.full(10, 100.0)
    std = {"He": math.sqrt(2 / 100), "printed": 1 / math.sqrt(2 * 100)}
    q = {name: relu_second_moments(1.0, fan_in, np.full(10, s))[-1].item() for name, s in std.items()}
    yours = float(he_normal(100, 2000, rng=Rng(4)).std())
    short = q["He"] / q["printed"]
    print(f"At fan_in 100: standard deviation {yours:.4f}, as printed {std['printed']:.4f}.")
    print(f"Second moment after ten ReLU layers, from 1: {q['He']:.3g}, as printed {q['printed']:.3g}.")
    print(f"It is short by a factor of {short:.0f}, the amplitude by {math.sqrt(short):.0f}.")
    return q

# %% answer="he_uniform"
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

# %% check="he_uniform"

# %% [markdown]
# > **The slide says.** Equation 2 in our copy of Wolter's slides gives the limit $1/\sqrt m$ as He's and as PyTorch's default. It is PyTorch's default, but it is not He's: `torch.nn.Linear` calls the function that carries He's name with an odd argument, and the name stuck. (The optional kernel `pytorch_linear` below is about that.) How much is missing, in one layer and in ten?

# %% experiment
@experiment(he_uniform, relu_second_moments)
def he_uniform_as_printed():
    limit = 1 / math.sqrt(100)
    std = {"yours": he_uniform(100, 2000, rng=Rng(5)).std(), "printed": limit / math.sqrt(3)}
    found = {}
    for name, s in std.items():
        q = relu_second_moments(1.0, np.full(10, 100.0), np.full(10, s))
        found[name] = q[[0, -1]].tolist()
        print(f"At fan_in 100, {name}: variance {s**2:.4f}; second moment after one ReLU layer "
              f"{q[0]:.2f}, after ten {q[-1]:.2g}.")
    return found

# %% [markdown]
# ### LeCun: the default of JAX, with its tails cut
#
# The oldest rule, $\sigma^2 = 1/\text{fan\_in}$, keeps the signal of a linear layer even, and that of a tanh as long as $z$ is small. JAX and Flax use it by default, with a twist: a normal number beyond two standard deviations is drawn again, so that no unit starts with an odd large weight.
#
# Cutting the tails makes the spread smaller. A standard normal number, cut at 2, has standard deviation
#
# $$
# s = \sqrt{1 - \frac{4\,\varphi(2)}{\mathrm{erf}(\sqrt 2)}}, \qquad \varphi(2) = \frac{e^{-2}}{\sqrt{2\pi}},
# $$
#
# and since the *final* weights are to have variance $1/\text{fan\_in}$, you divide by $s$ after the cut.
#
# A loop that draws until all is well would have to ask the array in each round whether it is done, and a GPU would wait for the answer. So draw for a fixed number of rounds, enough of them that you will never meet a weight beyond the cut: the cell after the kernel prints the chance.

# %% answer="lecun_normal"
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

# %% check="lecun_normal"

# %% [markdown]
# > **The slide says.** Equation 3 in our copy of Wolter's slides has variance $1/n$ where $n$ is the number of *outputs*, and redraws beyond two standard deviations without a correction. The cell compares both slips with your kernel.

# %% experiment
@experiment(lecun_normal)
def lecun_as_printed():
    fan_in, fan_out = 100, 400
    w = lecun_normal(fan_in, fan_out, rng=Rng(6))
    std, largest = float(w.std()), float(abs(w).max())
    uncorrected = 2 * std / largest
    print(f"From {fan_in} to {fan_out}: standard deviation {std:.4f}, {std * math.sqrt(fan_in):.3f} "
          "times 1 / sqrt(fan_in).")
    print(f"Over the outputs, as printed, it is {1 / math.sqrt(fan_out):.4f}, and a layer multiplies "
          f"the second moment by {fan_in / fan_out:.2f}, not by {fan_in * std**2:.2f}.")
    print(f"Your largest weight is {largest / std:.2f} standard deviations. It was 2 before the "
          f"correction, so without one the spread is {uncorrected:.3f} of yours.")
    still = (1 - math.erf(math.sqrt(2))) ** 9
    print(f"Chance that a weight is still beyond the cut after eight rounds: {still:.0e}.")
    return {"ratio": std * math.sqrt(fan_in), "uncorrected": uncorrected}

# %% [markdown]
# ### Orthogonal: the whole matrix at once
#
# So far each weight was drawn on its own, and the sizes come out right *on average*. A random matrix still stretches some directions and squeezes others, and a product of many such matrices does so more and more. A matrix with orthonormal columns does neither: it turns the signal and leaves its length alone, exactly.
#
# To draw one, take a matrix $Z$ of standard normal numbers and decompose it, $Z = QR$, with orthonormal columns in $Q$ and a triangular $R$. One detail matters: a QR routine is free to choose the signs of the columns of $Q$, and does so by a habit of its own. Multiply each column by the sign of the diagonal entry of $R$, and all orthogonal matrices become equally likely.
#
# Here $Z$ is handed to you, so your result is determined by it.

# %% answer="orthogonal"
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

# %% check="orthogonal"

# %% [markdown]
# ### Experiment: thirty layers of ReLU
#
# Time to use the prediction. Digits go into a net of 30 layers with 100 ReLU units each, untrained, with six different starts.
#
# **Predict** for each start whether the second moment of layer 30 is 0, infinity or something between: standard deviation 0.01 (a common advice), standard deviation 1, LeCun, Glorot, He, orthogonal with gain $\sqrt 2$. Your `relu_second_moments` draws the circles.

# %% experiment
images, labels = digits().x_train[:256, :], digits().y_train[:256]


def orthogonal_start(gain):
    def init(fan_in, fan_out, *, rng):
        return orthogonal(rng.normal((fan_in, fan_out)), gain=gain)
    return init


def against_prediction(ax, name, net, predict):
    """Draw the second moments of the hidden layers of a net, and those that `predict` gives, as circles."""
    measured = mean_squares(net.forward(images)[1].inputs[1:])
    fan_in = np.asarray([float(w.shape[1]) for w in net.weights[:-1]])
    std = np.asarray([np.std(w) for w in net.weights[:-1]])
    predicted = predict(float(np.mean(images**2)), fan_in, std)
    plots.band(ax, np.arange(1, 31), measured, name)
    plots.prediction(ax, np.arange(2, 31, 4), predicted[1::4], "_")
    return {"measured": measured, "predicted": predicted, "end": np.median(measured[-1])}


@experiment(small_normal, relu_second_moments, glorot_normal, he_normal, lecun_normal, orthogonal)
def moments_by_depth():
    starts = {"std 1": partial(small_normal, std=1.0), "He": he_normal,
              "orthogonal": orthogonal_start(math.sqrt(2.0)), "Glorot": glorot_normal,
              "LeCun": lecun_normal, "std 0.01": partial(small_normal, std=0.01)}
    fig, ax = plots.figure(height=4.2)
    found = {}
    for name, init in starts.items():
        net = MLP((64, *[100] * 30, 10), init=init, seeds=range(10), dtype="float64")
        found[name] = against_prediction(ax, name, net, relu_second_moments)
    ends = ", ".join(f"{name}: {found[name]['end']:.1g}" for name in ("He", "Glorot", "std 1"))
    plots.label(ax, "layer", "second moment of the activations",
                f"ReLU, layer 30, {ends}. Circles: your prediction", log="y")
    ax.set_ylim(1e-14, 1e14)
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# The lines of standard deviation 0.01 and 1 leave the figure after a few layers, one below and one above. LeCun's and Glorot's lie on one another, since the layers are square, and lose half in every layer. He's and the orthogonal one hold their level.
#
# Two things are worth a second look. The band of He's line is wide, and its median lies below the prediction: your kernel predicts a *mean* over all random nets, a single net strays from it, and few large nets pull the mean up. And the signal of an orthogonal net still varies, although each matrix keeps lengths exactly, because ReLU does not.
#
# Sizes are not all. Here is what the numbers behind the moments look like.
#
# **Predict** the histogram of the activations $h$ of a tanh net in layers 1, 10 and 30, for weights that are too small, Glorot's, and too large. Below them stand the pre-activations $z$ of ReLU nets.

# %% experiment
@experiment(small_normal, glorot_normal, he_normal)
def histograms_by_depth():
    small, large = partial(small_normal, std=0.01), partial(small_normal, std=1.0)
    plan = [("tanh", "std 0.01", small), ("tanh", "Glorot", glorot_normal), ("tanh", "std 1", large),
            ("ReLU", "std 0.01", small), ("ReLU", "Glorot", glorot_normal), ("ReLU", "He", he_normal)]
    layers, found = (1, 5, 10, 30), {}
    fig, axes = plots.figure(3, 2, height=5.6, sharey=True)
    for (activation, name, init), ax in zip(plan, axes.flat, strict=True):
        net = MLP((64, *[100] * 30, 10), init=init, activation=activation.lower(), dtype="float64")
        trace = net.trace(images, labels)
        values, what, limit = (trace.h, "h", 1.05) if activation == "tanh" else (trace.z, "z", 5.0)
        shown = [values[layer - 1] for layer in layers]
        found[activation, name] = {"spread": [float(np.std(a)) for a in shown],
                                   "beyond": [float(np.mean(np.abs(a) > 0.99)) for a in shown]}
        plots.histograms(ax, shown, [f"layer {layer}" for layer in layers], limits=(-limit, limit),
                         x=f"{what}, {activation}, {name}")
    fig.suptitle(f"tanh, std 1: {found['tanh', 'std 1']['beyond'][2]:.0%} of layer 10 beyond 0.99. "
                 f"ReLU, spread in layer 30: He {found['ReLU', 'He']['spread'][3]:.1f}, "
                 f"Glorot {found['ReLU', 'Glorot']['spread'][3]:.0e}", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# A spike means that all numbers are the same to the eye: the layer says nothing about its input. Piles at both ends of a tanh mean that most units are stuck where tanh is flat, and a flat function passes no gradient. Neither net is of use, although the second moment of the saturated one looks fine, and that is why you look at a histogram, too.
#
# ### Experiment: does it matter for learning?
#
# Glorot's start was the standard when He and colleagues trained a net of 30 layers with ReLU. It differs from theirs by a factor of two in variance.
#
# **Predict** the two training curves, for the first 400 steps of gradient descent with momentum.

# %% experiment
@experiment(he_normal, glorot_normal)
def thirty_layers():
    split, found = digits(dtype="float32"), {}
    fig, ax = plots.figure()
    for name, init in (("He", he_normal), ("Glorot", glorot_normal)):
        net = MLP((64, *[64] * 30, 10), init=init, seeds=range(5))
        history = train(net, split, momentum, lr=0.001, steps=400, label=name)
        found[name] = {"loss": history.train_loss, "accuracy": history.test_accuracy}
        plots.band(ax, history.steps, plots.smooth(history.loss, 20), name)
    he, glorot = (np.median(run["loss"]) for run in found.values())
    title = f"30 ReLU layers: He {he:.2f}, Glorot {glorot:.2f} (guessing is {math.log(10):.2f})"
    plots.label(ax, "step", "training loss", title)
    ax.set_ylim(0, 2.6)
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# A factor of two, thirty times over, is the difference between learning and guessing. Be careful with the conclusion, though: within this horizon Glorot's net *stalls*. Given many times as many steps it finds its way out of the flat region, and in a net of ten layers the difference is small. Initialization decides how long you wait, and beyond some depth you do not live to see the end of it.
#
# ### Experiment: orthogonal against Gaussian
#
# In a deep *linear* net the activation takes nothing, so a Gaussian start with variance $1/n$ keeps the second moment even, just as an orthogonal one does. Saxe and colleagues saw that the two nevertheless train at very different speed. The cell counts the steps of full-batch gradient descent until nine tenths of the gap to the best possible loss are closed.
#
# **Predict** how the number of steps grows with depth, for both.

# %% experiment
x, y = whitened_digits(dtype="float32")
goal = 0.1 * float(np.mean(np.sum(y**2, axis=1))) / 2     # a tenth of the loss of a net that says 0


def steps_to_goal(init, depth, rate, most):
    net = MLP((50, *[50] * (depth - 1), 10), init=init, activation="linear", bias=False,
              loss="mean_squared_error", seeds=range(5))
    history = train(net, Split(x, y, x, y), sgd, lr=rate, steps=most, batch=None)
    there = history.loss <= goal
    return np.where(there.any(axis=0), there.argmax(axis=0), np.nan)


@experiment(orthogonal, lecun_normal)
def depth_of_linear_nets():
    rates = {2: 0.5, 5: 0.2, 10: 0.04, 15: 0.012}
    found = {"orthogonal, rate 1 / depth": {d: steps_to_goal(orthogonal_start(1.0), d, 1 / d, 120)
                                            for d in (2, 5, 10, 20, 50)},
             "Gaussian, rate by hand": {d: steps_to_goal(lecun_normal, d, rate, 900)
                                        for d, rate in rates.items()}}
    fig, ax = plots.figure()
    for name, steps in found.items():
        plots.band(ax, np.asarray(list(steps)), np.stack(list(steps.values())), name, marker="o")
    ends = [f"{np.median(steps[2]):.0f} to {np.median(steps[10]):.0f}" for steps in found.values()]
    plots.label(ax, "depth, in layers", "steps to close 90 % of the gap",
                f"Steps, from depth 2 to 10: orthogonal {ends[0]}, Gaussian {ends[1]}", log="y")
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# The rates of the Gaussian nets are set by hand, near the largest at which all of them came through, and they have to shrink faster than one over the depth: one badly stretched direction limits the rate, and the squeezed ones then crawl. An orthogonal net has no such directions. Its number of steps grows at first and then levels off.
#
# This is theory for linear nets. A ReLU keeps no lengths, so the argument does not carry over as it stands.
#
# ## The way back
#
# A net learns from its gradients, and they travel the same layers from the end to the start. Each layer multiplies their second moment by $\text{fan\_out}\cdot\sigma^2$ and by the mean of $\varphi'(z)^2$. For a ReLU that mean is $1/2$, as forward. For a sigmoid $\varphi'$ is at most $1/4$, so $\varphi'^2$ is at most $1/16$, and that happens at every layer: the *vanishing gradient*. The opposite, *exploding* gradients, you get from factors above 1.
#
# There are three families of cures:
#
# 1. **another activation**, with a derivative of 1 where it counts: ReLU, with weights to match;
# 2. **skips**: a layer adds to what comes in, $h + s\,f(h)$, so a gradient can go back along the sum without meeting a weight;
# 3. **normalization**: put each unit's pre-activations back to mean 0 and variance 1 in every layer, whatever the weights do (chapter 08).
#
# **Predict** the size of the gradient at layer 1, relative to that at layer 30, for a sigmoid net with Glorot's weights, and what each cure does to it. Skips and normalization are applied to the very same sigmoid net.

# %% experiment
def gradient_sizes(net):
    """Root mean square of dL/dh in each hidden layer, (layers, seeds)."""
    return np.sqrt(mean_squares(net.trace(images, labels).dh[:-1]))


@experiment(glorot_normal, he_normal)
def gradient_by_layer():
    sigmoid = {"activation": "sigmoid", "init": glorot_normal}
    nets = {"sigmoid": sigmoid,
            "tanh": {"activation": "tanh", "init": glorot_normal},
            "ReLU, He": {"activation": "relu", "init": he_normal},
            "sigmoid with skips": sigmoid | {"residual": 1 / math.sqrt(30)},
            "sigmoid, normalized": sigmoid | {"batch_norm": True}}
    fig, ax = plots.figure(height=4.0)
    found = {}
    for name, options in nets.items():
        size = gradient_sizes(MLP((64, *[64] * 30, 10), seeds=range(5), dtype="float64", **options))
        found[name] = size / size[-1]
        plots.band(ax, np.arange(30), found[name][::-1], name)
    ill, _, relu, skips, normalized = (np.median(ratio[0]) for ratio in found.values())
    title = (f"Gradient, layer 1 over 30: sigmoid {ill:.0e}, ReLU {relu:.1f}, skips {skips:.1f}, "
             f"normalized {normalized:.1f}")
    plots.label(ax, "layers back from the last hidden one", "root mean square of dL/dh, relative",
                title, log="y")
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# Each cure brings the gradient back by many powers of ten. The tanh net was never ill to begin with: near 0 its derivative is 1, and Glorot's weights keep it there.
#
# Skips have a size, too. The cell repeats the skips with $s = 1$ instead of $1/\sqrt{L}$, for a net of ReLUs.

# %% experiment
@experiment(he_normal)
def skips_without_scale():
    found = {}
    for depth in (10, 20, 30):
        for name, scale in (("1", 1.0), ("1 / sqrt(depth)", 1 / math.sqrt(depth))):
            net = MLP((64, *[64] * depth, 10), init=he_normal, residual=scale, seeds=range(5), dtype="float64")
            size = gradient_sizes(net)
            found[depth, name] = size[0] / size[-1]
            print(f"{depth} layers, s = {name}: gradient of layer 1 over that of the last "
                  f"{np.median(found[depth, name]):.3g}")
    return found

# %% [markdown]
# With $s = 1$ every layer adds to the stream about as much as is in it already. The second moment doubles at each layer, forward and backward: an exploding gradient, from a cure. Small steps, $s = 1/\sqrt L$, keep the growth of the whole net below a constant factor, however deep it is.
#
# ## Optional kernels
#
# ### What PyTorch does when you say nothing
#
# `torch.nn.Linear` calls `kaiming_uniform_(weight, a=math.sqrt(5))`. The function is He's for a leaky ReLU, whose slope for negative numbers is `a`: its gain is $\sqrt{2/(1+a^2)}$, and the limit is gain times $\sqrt{3/\text{fan\_in}}$. Nobody has leaky ReLUs of slope $\sqrt 5$; the number reproduces an old default.

# %% answer="pytorch_linear"
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

# %% check="pytorch_linear"

# %% [markdown]
# **Predict**: in a ReLU net of 30 layers with these defaults, do the activations vanish? Do the gradients?

# %% experiment
@experiment(pytorch_linear, he_normal)
def a_default_in_depth():
    found = {}
    fig, (left, right) = plots.figure(2)
    for name, init in (("He", he_normal), ("PyTorch's default", pytorch_linear)):
        net = MLP((64, *[64] * 30, 10), init=init, seeds=range(5), dtype="float64")
        h, dh = np.sqrt(mean_squares(net.trace(images, labels).h[:-1])), gradient_sizes(net)
        found[name] = h[-1] / h[9], dh[0] / dh[-1]
        plots.band(left, np.arange(1, 31), h, name)
        plots.band(right, np.arange(1, 31), dh, name)
    kept, lost = (np.median(ratio) for ratio in found["PyTorch's default"])
    plots.label(left, "layer", "root mean square of h", f"PyTorch's h, layer 30 over 10: {kept:.2f}", log="y")
    plots.label(right, "layer", "root mean square of dL/dh", f"PyTorch's dL/dh, layer 1 over 30: {lost:.0e}", log="y")
    plots.end_labels(right)
    plots.show(fig)
    return found

# %% [markdown]
# The activations look healthy enough, and that is deceptive. They do not come from the input any more: the biases, which are drawn anew in every layer, keep them up. The gradients have no such helpers. Look at both directions before you trust a start.
#
# ### A prediction for tanh
#
# tanh bends, so no simple factor tells what it does to a second moment. It is an integral over a standard normal $t$:
#
# $$
# q_\ell = \mathrm{E}\left[\tanh^2\!\left(\sqrt{n_\ell \sigma_\ell^2 q_{\ell-1}}\; t\right)\right].
# $$
#
# Take it as a sum over an even, dense grid of $t$, each point weighted by the normal density times the distance of two points. That is better here than it sounds: for wide pre-activations tanh becomes a step, and the famous rule of Gauss and Hermite puts too few of its points near the step.

# %% answer="tanh_second_moments"
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

# %% check="tanh_second_moments"

# %% experiment
@experiment(tanh_second_moments, small_normal, glorot_normal, he_normal, lecun_normal, orthogonal)
def tanh_moments_by_depth():
    starts = {"std 1": partial(small_normal, std=1.0), "He": he_normal, "Glorot": glorot_normal,
              "LeCun": lecun_normal, "orthogonal": orthogonal_start(1.0),
              "std 0.01": partial(small_normal, std=0.01)}
    fig, ax = plots.figure(height=4.2)
    found = {}
    for name, init in starts.items():
        net = MLP((64, *[100] * 30, 10), init=init, activation="tanh", seeds=range(10), dtype="float64")
        found[name] = against_prediction(ax, name, net, tanh_second_moments)
    ends = ", ".join(f"{name}: {found[name]['end']:.2g}" for name in ("std 1", "He", "Glorot"))
    plots.label(ax, "layer", "second moment of the activations",
                f"tanh, layer 30, {ends}. Circles: your prediction", log="y")
    ax.set_ylim(1e-4, 2)
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# tanh forgives. It squeezes what is too large, so nothing explodes, and with Glorot's weights it shrinks slowly, like one over the depth and not like a power of two. He's weights, made for ReLU, keep a tanh net at a higher level. Its price you have seen in the histograms: what is squeezed hard passes no gradient.
#
# ### A prediction for the gradients
#
# The last kernel is the first one in reverse, and it explains why PyTorch offers He's weights in two forms.

# %% answer="gradient_second_moments"
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

# %% check="gradient_second_moments"

# %% [markdown]
# **Predict** the gradient in a net whose layers are by turns 200 and 50 wide, with He's weights over fan_in (yours), and with the same over fan_out.

# %% experiment
@experiment(gradient_second_moments, he_normal)
def gradients_of_uneven_layers():
    def over_fan_out(fan_in, fan_out, *, rng):
        return he_normal(fan_out, fan_in, rng=rng).T

    found = {}
    fig, ax = plots.figure()
    for name, init in (("He over fan_in", he_normal), ("He over fan_out", over_fan_out)):
        net = MLP((64, *[200, 50] * 6, 10), init=init, seeds=range(10), dtype="float64")
        between = net.weights[1:-1]
        fan_out = np.asarray([float(w.shape[2]) for w in between])
        predicted = gradient_second_moments(1.0, fan_out, np.asarray([np.std(w) for w in between]))
        measured = gradient_sizes(net) ** 2
        found[name] = {"measured": measured / measured[-1], "predicted": predicted}
        plots.band(ax, np.arange(12), found[name]["measured"][::-1], name)
        plots.prediction(ax, np.arange(1, 12), predicted[::-1], "_")
    medians = [np.median(run["measured"], axis=1) for run in found.values()]
    over_in, over_out = (m.max() / m.min() for m in medians)
    title = f"Largest over smallest: {over_in:.1f} over fan_in, {over_out:.1f} over fan_out. Circles: your prediction"
    plots.label(ax, "layers back from the last hidden one", "mean square of dL/dh, relative", title)
    ax.set_ylim(0, 3)
    plots.integer_ticks(ax)
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# Over fan_in, the gradients jump with the widths but do not drift: what one layer adds the next takes back. That is He and colleagues' argument for either form being enough.
#
# ## A question to think about

# %% [markdown] question="defaults" points=4
# Wolter's slides close their part on initialization with the advice to keep the framework's default, as a rule.
#
# For which nets is that good advice, and for which not? Use at least two of the figures or numbers of this chapter. Then say which two measurements you would take on a new net, before training it, to decide, and what you would want to see.
# +++
# *Model answer.* The default matters through what it does to the signal and to the gradient per layer, and to what power that is raised. In a shallow net, or in one with normalization or well-scaled skips in every layer, a wrong factor per layer is raised to a small power or undone at once, so any default does: the figure of the gradients shows the sigmoid net rescued by skips or normalization with the same weights. In a deep plain ReLU net it is bad advice: Glorot's weights (Keras's default) lose half of the second moment per layer, and in the experiment with thirty layers the loss does not leave that of guessing within the horizon; PyTorch's default loses five sixths per layer, and its gradients vanish even though its random biases keep the activations up.
#
# Before training, I would pass one batch forward and backward and look at (1) the second moment, or better the histogram, of the activations of each layer, and (2) the root mean square of the gradient with respect to the activations of each layer. I would want both to be of one order of magnitude from the first layer to the last, the histograms neither a spike nor piled up where the activation is flat. Looking at the activations alone is not enough, as PyTorch's default shows; looking at weight gradients alone is not enough either, since a shrinking activation and a growing gradient can hide each other in their product.
#
# Full points: a criterion that speaks of depth or of the factor per layer (1), two results of the chapter used correctly (1), one measurement forward and one backward (1), what a good outcome looks like (1).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch (`torch.nn.init`) | Keras (`keras.initializers`) | JAX, Flax (`jax.nn.initializers`) | mind |
# | --- | --- | --- | --- | --- |
# | `constant_weights` | `constant_(w, value)` | `Constant(value)` | `constant(value)` | PyTorch's weights are (fan_out, fan_in) |
# | `small_normal` | `normal_(w, std=s)` | `RandomNormal(stddev=s)` | `normal(stddev=s)` | the defaults of s differ: 1, 0.05, 0.01 |
# | `glorot_normal` | `xavier_normal_(w)` | `GlorotNormal()` | `glorot_normal()` | Keras and JAX cut at two sigma and correct |
# | `glorot_uniform` | `xavier_uniform_(w)` | `GlorotUniform()`, the default of `Dense` | `glorot_uniform()` | PyTorch has a `gain` |
# | `he_normal` | `kaiming_normal_(w, nonlinearity="relu")` | `HeNormal()` | `he_normal()` | Keras and JAX cut and correct; PyTorch's `mode="fan_out"` is the other form |
# | `he_uniform` | `kaiming_uniform_(w, nonlinearity="relu")` | `HeUniform()` | `he_uniform()` | with `a=sqrt(5)` it is not He's any more |
# | `lecun_normal` | `trunc_normal_(w, std=s, a=-2*s, b=2*s)` | `LecunNormal()` | `lecun_normal()`, the default of Flax | PyTorch does not correct, and its `a`, `b` are absolute: the default -2, 2 cuts nothing for a small s |
# | `orthogonal` | `orthogonal_(w, gain)` | `Orthogonal(gain)` | `orthogonal(scale)` | all fix the signs |
# | `pytorch_linear` | `Linear(fan_in, fan_out)` | | | Keras and Flax start biases at 0 |
#
# For `relu_second_moments` and its two sisters there is no call; a forward hook on each layer measures what they predict. Optax has no initializers, since it sees only gradients.
#
# ## Further reading
#
# * Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010. Short, and its figures of activations over layers are still the way to look at a net.
# * He, Zhang, Ren and Sun, *Delving deep into rectifiers*, ICCV 2015. Section 2.2 is the argument of this chapter; figure 3 is the experiment with thirty layers.
# * Saxe, McClelland and Ganguli, *Exact solutions to the nonlinear dynamics of learning in deep linear neural networks*, ICLR 2014. Why orthogonal starts train at a speed that does not depend on depth.
# * Poole and colleagues, *Exponential expressivity in deep neural networks through transient chaos*, NIPS 2016; Schoenholz and colleagues, *Deep information propagation*, ICLR 2017. Beyond second moments: how far two inputs stay apart.
# * Zhang, Dauphin and Ma, *Fixup initialization*, ICLR 2019. Skips without normalization, by their size alone.
# * Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016, section 8.4.
#
# The lectures that this course draws on treat the subject on Dombry's slides "Initialization strategies", Gomez's "Parameter Initialization" and Wolter's "Initialization".

# %% [markdown]
# ## Where you stand

# %%
progress()
