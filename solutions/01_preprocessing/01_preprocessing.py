# %% [markdown]
# # Preprocessing: what a net should be fed
#
# A net does not know that one column is in litres and another one in milligrams. Gradient descent notices all the same: it takes long steps where inputs are large and short ones where they are small, with one rate for both. Preprocessing removes what comes from the choice of units before training begins. It is the cheapest way to make a net learn faster, and one of the easiest to get subtly wrong.
#
# After this chapter you can
#
# * rescale, centre and standardize features and images, with statistics from the training set only, and say what to do with a feature that never changes;
# * predict from a condition number how many steps gradient descent will need, and which preprocessing lowers it;
# * write principal components from the covariance matrix, and reconstruct data from a few of them with an error that you know beforehand;
# * whiten data in the coordinates of the components and in those of the images, and say why it is hardly done;
# * measure what leaks from a test set through statistics, in which direction, and how much.
#
# You need means, variances, matrix products, and what an eigenvector is. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import math

import numpy as np
from array_api_compat import array_namespace
from sklearn.datasets import load_breast_cancer, load_digits, load_sample_images, load_wine
from sklearn.model_selection import train_test_split

from autograder import check, experiment, hint, progress, solution
from workbench import plots, surfaces
from workbench.data import Split
from workbench.nets import MLP
from workbench.rng import Rng
from workbench.training import sgd, train

# %% [markdown]
# ## The idea
#
# In each of 178 wines, 13 things have been measured. Take two of them, and predict a third from these with a linear model. The loss of two weights is a landscape that can be drawn, and the features decide its shape: the Hessian is $X^\top X/N$, so a feature with ten times the spread makes the landscape a hundred times as curved in its direction.
#
# On the left the two features are as they were measured, on the right each has been divided by its standard deviation. Nothing else differs.

# %%
WINE = load_wine()
WINE_SPLIT = train_test_split(WINE.data, WINE.target, test_size=45, stratify=WINE.target, random_state=0)
DIGITS = load_digits()                                           # 8 x 8 pixels from 0 to 16, as they come
DIGITS_SPLIT = train_test_split(DIGITS.data, DIGITS.target, test_size=360, stratify=DIGITS.target, random_state=0)

# %% experiment
@experiment()
def one_valley_two_scales():
    columns = [WINE.feature_names.index(name) for name in ("alcalinity_of_ash", "total_phenols")]
    raw, target = WINE.data[:, columns], WINE.data[:, WINE.feature_names.index("flavanoids")]
    raw, target = raw - raw.mean(axis=0), target - target.mean()
    fig, axes = plots.figure(2, width=9)
    found = {}
    ways = {"as measured": raw, "standardized": raw / raw.std(axis=0)}
    for ax, (name, x) in zip(axes, ways.items(), strict=True):
        curvatures = np.linalg.eigvalsh(x.T @ x / len(x))
        best = np.linalg.lstsq(x, target)[0]
        half = np.array([1.1, 1.1 * 0.75]) * np.abs(best).max()
        view = (best[0] - half[0], best[0] + half[0], best[1] - half[1], best[1] + half[1])
        start = best + half * [-0.85, 0.8]
        surface = surfaces.regression(x, target, start=tuple(start), view=view)
        points = surfaces.path(surface, sgd, lr=1.9 / (curvatures[0] + curvatures[-1]), steps=12)
        left = np.linalg.norm(points[-1] - best) / np.linalg.norm(points[0] - best)
        found[name] = {"condition": curvatures[-1] / curvatures[0], "left": left}
        surfaces.contours(ax, surface)
        surfaces.trajectory(ax, points)
        title = f"{name}: condition {found[name]['condition']:.2g}, distance left {left:.1g}"
        plots.label(ax, "weight of alcalinity", "weight of phenols", title)
    fig.suptitle("Twelve steps of gradient descent, each at nearly its best rate", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# The ratio of the largest curvature to the smallest is the *condition number*. What it costs you will see below, and again in chapter 03; here you will lower it.
#
# ## Look at the data first
#
# Before any formula, look at what there is: the range of every feature, whether it is skewed, whether it changes at all.

# %% experiment
@experiment()
def ranges_of_the_features():
    low, high = WINE.data.min(axis=0), WINE.data.max(axis=0)
    order = np.argsort(high)
    fig, ax = plots.figure(height=3.6)
    ax.hlines(np.arange(13), low[order], high[order], color=plots.COLOURS[0], linewidth=4)
    ax.set_yticks(np.arange(13), [WINE.feature_names[k].replace("_", " ").partition("/")[0] for k in order])
    spreads = WINE.data.std(axis=0)
    still = int(np.sum(DIGITS_SPLIT[0].std(axis=0) == 0))
    plots.label(ax, "smallest to largest value, each in its own unit", "",
                f"The largest spread is {spreads.max() / spreads.min():,.0f} times the smallest", log="x")
    plots.show(fig)
    print(f"The digits: pixels from {DIGITS.data.min():.0f} to {DIGITS.data.max():.0f}; "
          f"{still} of {DIGITS.data.shape[1]} never change in the training set")
    return {"ratio": spreads.max() / spreads.min(), "still": still}

# %% [markdown]
# Two warnings for what follows. The units differ by orders of magnitude. And some pixels of the digits are always the same, so whatever divides by a spread must think of a spread of 0.
#
# ## Rescaling to a range
#
# The simplest remedy: look up the smallest and the largest value of every feature, and move them to two fixed numbers, mostly 0 and 1 or -1 and 1.
#
# It comes in two kernels, and so does nearly everything in this chapter: one that *fits*, which looks at the training data and returns statistics, and one that *applies* these to any data. Keeping them apart is what makes it possible to treat new data exactly as the training data were treated.

# %% answer="minmax_fit"
def minmax_fit(x):
    """The smallest and the largest value of every feature.

        low_j = min over i of x_ij,    high_j = max over i of x_ij

    Parameters
    ----------
    x : training data, floating array (N, features), N >= 1

    Returns
    -------
    (low, high) : arrays (features,), same dtype and device as x

    Convention: fitting only looks; a feature that never changes has high equal to low. The argument
    stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.min(x, axis=0), xp.max(x, axis=0)

# %% check="minmax_fit"

# %% answer="minmax_apply"
def minmax_apply(x, low, high, *, lower, upper):
    """Move every feature along the line that takes low to lower and high to upper.

        y = lower + (x - low) / span (upper - lower),    span = high - low, but 1 where that is 0

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    low, high : what minmax_fit returned for the training data, arrays (features,), same dtype
    lower, upper : ends of the new range, Python floats, lower < upper

    Returns
    -------
    y : array (N, features), same dtype and device as x

    Convention: a feature that was constant in training divides by 1, so its constant becomes lower;
    a tiny span is not 0, and divides as any other. New data beyond low or high are not clipped:
    they come to lie beyond lower or upper. This is scikit-learn's MinMaxScaler, which takes a span
    below ten machine epsilons for 0. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, low, high)
    span = xp.where(high == low, 1.0, high - low)
    return lower + (x - low) / span * (upper - lower)

# %% check="minmax_apply"

# %% [markdown]
# > **The slide says.** Our copy of Gomez's slides divides pixels from 0 to 255 by 255, in place: `x /= 255`, and subtracts a mean in the same manner. That works for an array of floats. Pixels mostly arrive as an array of bytes, and there it cannot: the next cell shows what NumPy makes of it. In this course nothing is updated in place in a kernel, so the question does not come up.

# %%
try:
    pixels = np.array([0, 128, 255], dtype=np.uint8)
    pixels /= 255
except TypeError as error:
    print(f"TypeError: {error}")

# %% [markdown]
# ## Subtracting means
#
# If all inputs of a unit are positive, the gradients of its weights all have one sign: each is an input times something that the weights share. So they can only rise together or fall together, and a direction in between takes a zigzag. In the Hessian the same thing shows as one steep direction, that of the mean. Both go away when the mean is subtracted.

# %% answer="subtract_feature_means"
def subtract_feature_means(x):
    """Subtract from every feature its mean.

        mean_j = 1/N sum over i of x_ij,    centred = x - mean

    Parameters
    ----------
    x : training data, floating array (N, features), N >= 1

    Returns
    -------
    centred : array (N, features), same dtype and device as x
    mean : array (features,), which new data need, too

    Convention: a new array comes back; the argument stays as it was. No errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    return x - mean, mean

# %% check="subtract_feature_means"

# %% [markdown]
# For images a mean of every pixel is one possibility; another is one number for each colour. Here images have the shape (N, C, H, W): examples, channels, rows, columns.

# %% answer="subtract_channel_means"
def subtract_channel_means(x):
    """Subtract from every channel of images its mean.

        mean_c = mean over i, h, w of x_ichw,    centred_ichw = x_ichw - mean_c

    Parameters
    ----------
    x : training images, floating array (N, C, H, W)

    Returns
    -------
    centred : array (N, C, H, W), same dtype and device as x
    mean : array (C,)

    Convention: channels first, as PyTorch has them; Keras has them last unless told. The argument
    stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=(0, 2, 3))
    return x - mean[:, None, None], mean

# %% check="subtract_channel_means"

# %% [markdown]
# The least that one can do is one number for everything.

# %% answer="subtract_global_mean"
def subtract_global_mean(x):
    """Subtract one number from all: the mean over examples and features.

        mean = 1/(N D) sum over i, j of x_ij,    centred = x - mean

    Parameters
    ----------
    x : training data, floating array (N, D)

    Returns
    -------
    centred : array (N, D), same dtype and device as x
    mean : 0-d array

    Convention: mean comes back as a 0-d array, not as a Python number. The argument stays as it
    was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x)
    return x - mean, mean

# %% check="subtract_global_mean"

# %% [markdown]
# ## Standardizing
#
# Centre every feature, then divide by its standard deviation: mean 0, variance 1. Unlike a range, a standard deviation does not hang on two extreme values.

# %% answer="standardize_fit"
def standardize_fit(x):
    """Mean and standard deviation of every feature.

        mean_j = 1/N sum over i of x_ij,    std_j = sqrt(1/N sum over i of (x_ij - mean_j)^2)

    Parameters
    ----------
    x : training data, floating array (N, features), N >= 1

    Returns
    -------
    (mean, std) : arrays (features,), same dtype and device as x

    Convention: 1/N, as NumPy and scikit-learn's StandardScaler; torch.std and pandas have 1/(N-1).
    Fitting only looks: a feature that never changes has a std of 0, and no eps is added. Must keep
    its digits where the mean is a million times the spread, so subtract the mean before squaring.
    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    return mean, xp.sqrt(xp.mean((x - mean) ** 2, axis=0))

# %% check="standardize_fit"

# %% answer="standardize_apply"
def standardize_apply(x, mean, std):
    """Subtract the mean of every feature and divide by its standard deviation.

        y = (x - mean) / scale,    scale = std, but 1 where std is 0

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean, std : what standardize_fit returned for the training data, arrays (features,), same dtype

    Returns
    -------
    y : array (N, features), same dtype and device as x

    Convention: a feature that was constant in training divides by 1, so a new value in it keeps its
    distance from the constant; no eps is added, and a tiny std divides as any other. The arguments
    stay as they were; no errors to raise.
    """
    xp = array_namespace(x, mean, std)
    return (x - mean) / xp.where(std == 0, 1.0, std)

# %% check="standardize_apply"

# %% [markdown]
# A trap that hangs on rounding: is the standard deviation of seven times the number 0.1 equal to 0?

# %% experiment
@experiment(standardize_fit, standardize_apply)
def a_constant_that_rounds():
    x = np.full((7, 1), 0.1)
    mean, std = standardize_fit(x)
    new = standardize_apply(np.array([[0.2]]), mean, std)
    print(f"std of seven times 0.1: {std[0]:.2g}. A new value of 0.2 becomes {new[0, 0]:.2g}")
    return {"std": float(std[0]), "new": float(new[0, 0])}

# %% [markdown]
# The mean of seven tenths is not quite a tenth, so the guard for 0 never sees a 0. scikit-learn compares the variance with the rounding error of the mean instead. If your data may hold such a column, look at the spreads before you divide, or drop features that never change: they carry nothing.
#
# ### Experiment: how many steps?
#
# What is all this worth? On a quadratic loss one can say beforehand. At its best rate, gradient descent multiplies the slowest part of the error by $(\kappa - 1)/(\kappa + 1)$ at each step, where $\kappa$ is the condition number of the Hessian, so the loss falls by the factor $\varepsilon$ within
#
# $$
# k \approx \frac{\kappa}{4} \ln \frac{1}{\varepsilon} \quad\text{steps.}
# $$
#
# Now fit a linear model with a bias to the wines' class numbers, from all 13 features, prepared in six ways. The last one is from later in this chapter: *whitening* also removes the correlations.
#
# **Predict**: put the six in order. Is centring alone of any use? Is [-1, 1] better than [0, 1], and why should it be?

# %%
def steps_needed(x, y, tolerance=1e-6, limit=20_000):
    """Condition number, and steps of gradient descent until the excess loss has fallen to `tolerance` of its start."""
    x = np.column_stack([x, np.ones(len(x))])                    # the bias is a feature that is always 1
    curvatures, axes = np.linalg.eigh(x.T @ x / len(x))
    rate = 2.0 / (curvatures[0] + curvatures[-1])
    best, w = np.linalg.lstsq(x, y, rcond=0)[0], np.zeros(x.shape[1])
    start = np.sum(curvatures * (axes.T @ best) ** 2)
    for step in range(1, limit + 1):
        w = w - rate * (x.T @ (x @ w - y) / len(x))
        if np.sum(curvatures * (axes.T @ (w - best)) ** 2) < tolerance * start:
            return curvatures[-1] / curvatures[0], step
    return curvatures[-1] / curvatures[0], math.inf


def whitened(x, eps=0.0):
    """Centred and turned so that the covariance is the unit matrix, with NumPy's own means."""
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    variances, basis = np.linalg.eigh(z.T @ z / len(z))
    return z @ basis / np.sqrt(variances + eps)

# %% experiment
@experiment(minmax_fit, minmax_apply, subtract_feature_means, standardize_fit, standardize_apply)
def steps_and_condition():
    x, y = WINE.data, WINE.target.astype(float)
    low, high = minmax_fit(x)
    ways = {"as measured": x, "centred": subtract_feature_means(x)[0],
            "to [0, 1]": minmax_apply(x, low, high, lower=0.0, upper=1.0),
            "to [-1, 1]": minmax_apply(x, low, high, lower=-1.0, upper=1.0),
            "standardized": standardize_apply(x, *standardize_fit(x)), "whitened": whitened(x)}
    found = {name: steps_needed(prepared, y) for name, prepared in ways.items()}
    kappas = np.geomspace(2.0, 3e9, 50)
    fig, ax = plots.figure()
    plots.line(ax, kappas, kappas / 4 * math.log(1e6), color=plots.INK, linestyle=":", linewidth=1)
    for k, (name, (kappa, steps)) in enumerate(found.items()):
        shown = steps if math.isfinite(steps) else kappa / 4 * math.log(1e6)
        filled = plots.COLOURS[k % 7] if math.isfinite(steps) else "none"
        ax.plot(kappa, shown, "o", color=plots.COLOURS[k % 7], markerfacecolor=filled)
        place = {"xytext": (-8, 3), "ha": "right"} if k % 2 == 0 else {"xytext": (8, -7), "ha": "left"}
        ax.annotate(name, (kappa, shown), textcoords="offset points", fontsize=8.5, **place)
    told = ", ".join(f"{steps:,} {name}" for name, (_, steps) in found.items() if math.isfinite(steps))
    plots.label(ax, "condition number of the Hessian (dotted: theory; open: not reached, where theory puts it)",
                "steps to a millionth of the loss", f"Steps: {told}", log="xy")
    ax.set(xlim=(0.3, 2e10), ylim=(0.2, 2e10))
    plots.show(fig)
    return found

# %% [markdown]
# The order of the condition numbers is the order of the steps, and the line of theory, which is a bound for the worst start, is not far above. Centring helps because of the bias: to the Hessian the bias is a feature that is always 1, and a feature that is never far from its mean looks much like it. That is also what makes [-1, 1] better than [0, 1]: with a range around 0 the features are at least roughly centred. A whitened problem is round, and takes a single step. (That is so for a quadratic loss. Nets follow below.)
#
# ### Experiment: a net on raw data
#
# So far for a linear model. Now a net, 13-32-3 with ReLU, learns to tell the three kinds of wine apart. To be fair to each preparation it gets the whole range of rates, not one.
#
# **Predict**: with the best rate for it, does the net cope with raw data? And where does the best rate lie?

# %%
def he_normal(fan_in, fan_out, *, rng):
    return math.sqrt(2.0 / fan_in) * rng.normal((fan_in, fan_out))


def over_rates(ways, y_train, y_test, sizes, rates, steps, seeds=5, batch=32):
    """{way: (loss, test accuracy)}, each (rates, seeds), for {way: (x_train, x_test)}."""
    found = {}
    for name, (x_train, x_test) in ways.items():
        net = MLP(sizes, init=he_normal, seeds=[*range(seeds)] * len(rates), dtype="float64")
        run = train(net, Split(x_train, y_train, x_test, y_test), sgd,
                    lr=[rate for rate in rates for _ in range(seeds)], steps=steps, batch=batch, label=name)
        found[name] = run.train_loss.reshape(-1, seeds), run.test_accuracy.reshape(-1, seeds)
    return found

# %% experiment
@experiment(minmax_fit, minmax_apply, subtract_feature_means, standardize_fit, standardize_apply)
def a_net_on_wine():
    train_x, test_x, y_train, y_test = WINE_SPLIT
    (centred, mean), span, spread = subtract_feature_means(train_x), minmax_fit(train_x), standardize_fit(train_x)
    ways = {"as measured": (train_x, test_x), "centred": (centred, test_x - mean),
            "to [0, 1]": [minmax_apply(x, *span, lower=0.0, upper=1.0) for x in (train_x, test_x)],
            "standardized": [standardize_apply(x, *spread) for x in (train_x, test_x)]}
    rates = np.geomspace(1e-7, 1.0, 15)
    found = over_rates(ways, y_train, y_test, (13, 32, 3), rates, steps=150)
    fig, ax = plots.figure()
    for name, (_, accuracy) in found.items():
        plots.band(ax, rates, 100 * np.nan_to_num(accuracy), name, marker=".")
    best = {name: np.median(np.nan_to_num(accuracy), axis=1).max() for name, (_, accuracy) in found.items()}
    title = "Best accuracy: " + ", ".join(f"{share:.0%} {name}" for name, share in best.items())
    plots.label(ax, "rate", "test accuracy after 150 steps, %", title, log="x")
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# No rate repairs raw data: one that suits the largest feature is far too low for the others, so what the net learns is mostly that one feature (proline, in milligrams). Centring alone helps a little and no more, because the spreads still differ. After rescaling or standardizing, a wide range of rates works, and it lies where rates usually lie. That is the practical gain: defaults of all kinds assume inputs of about unit size.
#
# (Lines are medians of five seeds, bands reach from the worst to the best. A run that diverged counts as 0.)
#
# ## Channels of images
#
# For colour images the usual recipe is in between: one mean and one standard deviation for each channel, over all images and all places.

# %% answer="channel_statistics"
def channel_statistics(x):
    """Mean and standard deviation of every channel.

        mean_c = mean over i, h, w of x_ichw,    std_c = sqrt(mean over i, h, w of (x_ichw - mean_c)^2)

    Parameters
    ----------
    x : training images, floating array (N, C, H, W)

    Returns
    -------
    (mean, std) : arrays (C,), same dtype and device as x

    Convention: 1/N over all images and places at once, which is not the mean of each image's
    standard deviation. No eps is added. Must keep its digits where the mean is large, so subtract
    the mean before squaring. The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=(0, 2, 3))
    return mean, xp.sqrt(xp.mean((x - mean[:, None, None]) ** 2, axis=(0, 2, 3)))

# %% check="channel_statistics"

# %% answer="normalize_channels"
def normalize_channels(x, mean, std):
    """Subtract the mean of every channel and divide by its standard deviation.

        y_ichw = (x_ichw - mean_c) / scale_c,    scale = std, but 1 where std is 0

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    mean, std : of the channels of the training images, arrays (C,), same dtype

    Returns
    -------
    y : array (N, C, H, W), same dtype and device as x

    Convention: as standardize_apply; no eps is added. torchvision's Normalize raises ValueError for
    a std of 0, this kernel divides by 1. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, mean, std)
    scale = xp.where(std == 0, 1.0, std)
    return (x - mean[:, None, None]) / scale[:, None, None]

# %% check="normalize_channels"

# %% [markdown]
# ### Experiment: whose statistics?
#
# Models for photographs often come with six numbers, the channel statistics of ImageNet, and they are copied from script to script. Two photographs come with scikit-learn. Cut into patches, they are a small data set with a character of its own.
#
# **Predict**: normalized by ImageNet's numbers, how far from 0 and 1 will the means and standard deviations be?

# %%
PHOTOS = np.stack(load_sample_images().images) / 255.0           # (2, 427, 640, 3): a temple, a flower
PATCHES = np.stack([photo[y:y + 16, x:x + 16, :] for photo in PHOTOS for y in range(0, 400, 16)
                    for x in range(0, 640, 16)]).transpose(0, 3, 1, 2)                  # (2000, 3, 16, 16)
IMAGENET = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])

# %% experiment
@experiment(channel_statistics, normalize_channels)
def whose_statistics():
    ways = {"pixels from 0 to 1": PATCHES, "ImageNet's statistics": normalize_channels(PATCHES, *IMAGENET),
            "their own": normalize_channels(PATCHES, *channel_statistics(PATCHES))}
    fig, axes = plots.figure(3, width=10)
    found = {}
    for ax, (name, x) in zip(axes, ways.items(), strict=True):
        found[name] = channel_statistics(x)
        for c, (colour, k) in enumerate((("red", 1), ("green", 2), ("blue", 0))):
            counts, edges = np.histogram(x[:, c, :, :], bins=50, density=True)
            ax.stairs(counts, edges, color=plots.COLOURS[k], linestyle=plots.DASHES[c], linewidth=1.4, label=colour)
        means, spreads = (", ".join(f"{value:.2f}" for value in np.round(part, 2) + 0.0) for part in found[name])
        plots.label(ax, f"{name}", "density" if ax is axes[0] else "", f"means {means}\nstd {spreads}", log="y")
    axes[0].legend(loc="upper center")
    plots.show(fig)
    return found

# %% [markdown]
# The patches are darker than ImageNet and vary more. Constants that belong to another data set bring yours near to 0 and 1 and no further; for a net that you train yourself, use your own. (For a net that somebody else has trained, use *theirs*: the first layer has learnt to expect them.)
#
# ## Covariance and principal components
#
# Standardizing looks at one feature at a time. Features that say the same thing twice remain, and they are what made the condition number of the standardized wines larger than 1. What two features have in common is their covariance.

# %% answer="covariance"
def covariance(x):
    """The covariance matrix of the features.

        cov_jk = 1/N sum over i of (x_ij - mean_j) (x_ik - mean_k)

    Parameters
    ----------
    x : data, floating array (N, features), not centred, N >= 1

    Returns
    -------
    cov : array (features, features), symmetric, with the variances on its diagonal

    Convention: 1/N; np.cov and scikit-learn's PCA have 1/(N-1). The argument stays as it was; no
    errors to raise.
    """
    xp = array_namespace(x)
    centred = x - xp.mean(x, axis=0)
    return centred.T @ centred / x.shape[0]

# %% check="covariance"

# %% [markdown]
# > **The slide says.** In our copy of Gomez's slides the whitening code zero-centres with `X = np.mean(X, axis=0)`. It lacks a minus: `X -= np.mean(X, axis=0)` is on an earlier slide. As it stands, the data are gone after this line, and the next one goes through all the same. The cell below runs both lines on the digits. (Copies lose characters, so this is about our copy, not about anyone.)

# %% experiment
@experiment(covariance)
def centring_as_printed():
    x = DIGITS_SPLIT[0]
    X = np.mean(x, axis=0)
    cov = np.dot(X.T, X) / X.shape[0]
    print(f"As printed: shape {cov.shape}, the number {cov:.3f}. Yours: shape {covariance(x).shape}")
    return {"printed": cov, "right": covariance(x)}

# %% [markdown]
# A symmetric matrix has orthogonal eigenvectors. Along those of the covariance matrix the data are uncorrelated, and the eigenvalue is the variance along its eigenvector. Sorted by variance they are the *principal components*: the direction in which the data vary most, then the one in which they vary most among what is left, and so on.

# %% answer="pca_fit"
def pca_fit(x, *, components):
    """The first principal components of data, and the variances along them.

        cov = 1/N (x - mean)^T (x - mean),    cov basis_k = variances_k basis_k,    largest first

    Parameters
    ----------
    x : training data, floating array (N, features), not centred; N > components
    components : how many to keep, a Python int from 1 to features

    Returns
    -------
    basis : array (features, components), same dtype and device as x; its columns are the components,
        orthogonal and of length 1
    variances : array (components,), the largest first

    Convention: variances with 1/N (scikit-learn's PCA: 1/(N-1), and components in rows). A column's
    sign is free: both signs are eigenvectors. The mean, which the other kernels need as well, is
    that of subtract_feature_means. xp.linalg.eigh sorts upwards. The argument stays as it was; no
    errors to raise.

    Pearson, On lines and planes of closest fit to systems of points in space, Philosophical
    Magazine 2, 1901.
    """
    xp = array_namespace(x)
    centred = x - xp.mean(x, axis=0)
    values, vectors = xp.linalg.eigh(centred.T @ centred / x.shape[0])
    return xp.flip(vectors, axis=1)[:, :components], xp.flip(values)[:components]

# %% check="pca_fit"

# %% [markdown]
# Coordinates in this basis are inner products with its columns, and the way back is the transposed matrix.

# %% answer="pca_project"
def pca_project(x, mean, basis):
    """The coordinates of data in a basis, seen from the mean.

        z = (x - mean) basis

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean : the mean of the training data, array (features,), same dtype
    basis : orthonormal columns, array (features, k), same dtype

    Returns
    -------
    z : array (N, k), same dtype and device as x

    The arguments stay as they were; no errors to raise.
    """
    return (x - mean) @ basis

# %% check="pca_project"

# %% answer="pca_reconstruct"
def pca_reconstruct(z, mean, basis):
    """The data that have these coordinates.

        x = mean + z basis^T

    Parameters
    ----------
    z : coordinates, floating array (N, k)
    mean : the mean of the training data, array (features,), same dtype
    basis : orthonormal columns, array (features, k), same dtype

    Returns
    -------
    x : array (N, features), same dtype and device as z; what the k columns do not span is lost

    The arguments stay as they were; no errors to raise.
    """
    return z @ basis.T + mean

# %% check="pca_reconstruct"

# %% [markdown]
# ### Experiment: what the components of digits look like
#
# The mean of images is an image, and so is each component. The first panel is the mean image, the others are the first seven components.
#
# **Predict**: of all the variance of 64 pixels, what share lies along the first seven directions?

# %% experiment
@experiment(subtract_feature_means, pca_fit)
def mean_and_components():
    x = DIGITS_SPLIT[0]
    mean = subtract_feature_means(x)[1]
    basis, variances = pca_fit(x, components=64)
    shares = variances / np.sum(variances)
    fig, axes = plots.figure(8, width=10, height=1.9)
    for k, ax in enumerate(axes):
        image, size = (mean, 16.0) if k == 0 else (basis[:, k - 1], np.abs(basis[:, :7]).max())
        colours, least = ("Greys", 0.0) if k == 0 else ("PuOr", -size)
        ax.imshow(np.reshape(image, (8, 8)), cmap=colours, vmin=least, vmax=size)
        ax.set(xticks=[], yticks=[], title="mean" if k == 0 else f"{k}: {shares[k - 1]:.0%}")
        ax.grid(False)
    fig.suptitle(f"The first seven of 64 directions hold {np.sum(shares[:7]):.0%} of the variance", x=0.01, ha="left")
    plots.show(fig)
    return {"shares": shares}

# %% [markdown]
# Purple and orange are the two signs: moving along a component makes some pixels brighter and others darker. Signs are arbitrary, so your panels may have the colours exchanged.
#
# How good is a reconstruction from $k$ components? Along each component that is left out, the error is the coordinate that is lost, and the mean square of that is its variance. So the mean squared error of the training data must be *exactly* the sum of the variances that are left out. For data that PCA has not seen there is no such law.
#
# **Predict**: is the error on test digits larger or smaller, and where is the difference largest?

# %% experiment
@experiment(subtract_feature_means, pca_fit, pca_project, pca_reconstruct)
def error_of_reconstruction():
    few, test = DIGITS_SPLIT[0][:100], DIGITS_SPLIT[1]
    mean = subtract_feature_means(few)[1]
    basis, variances = pca_fit(few, components=64)
    kept = np.arange(1, 49)
    error = np.empty((2, len(kept)))
    for row, x in enumerate((few, test)):
        for column, k in enumerate(kept):
            back = pca_reconstruct(pca_project(x, mean, basis[:, :k]), mean, basis[:, :k])
            error[row, column] = np.mean(np.sum((x - back) ** 2, axis=1))
    predicted = np.array([np.sum(variances[k:]) for k in kept])
    fig, ax = plots.figure()
    for values, name in zip(error, ("100 training digits", "360 test digits"), strict=True):
        plots.line(ax, kept, values, name)
    plots.prediction(ax, kept[::3], predicted[::3], "_")
    apart = np.max(np.abs(error[0] - predicted)) / error[0, 0]
    ratio = error[1, 39] / error[0, 39]
    title = f"Predicted to {apart:.0e}. With 40 components the test error is {ratio:.1f} times the training error"
    plots.label(ax, "components kept (circles: sum of the variances left out)", "mean squared error of an image",
                title, log="y")
    plots.end_labels(ax)
    plots.show(fig)
    return {"train": error[0], "test": error[1], "predicted": predicted}

# %% [markdown]
# With few components the two agree: the first directions are those of all digits. The last ones have been fitted to a hundred particular digits, and on others they are worth less and less. Remember this picture for the section on leaks.
#
# ## Whitening
#
# Now combine both ideas: turn the data to their principal components, where they are uncorrelated, and divide each coordinate by its standard deviation. The covariance becomes the unit matrix. A small $\epsilon$ under the root protects directions in which hardly anything varies.

# %% answer="pca_whiten"
def pca_whiten(x, mean, basis, variances, *, eps):
    """Whitened coordinates: uncorrelated, each with a variance of about 1.

        z = (x - mean) basis / sqrt(variances + eps)

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean : the mean of the training data, array (features,), same dtype
    basis, variances : what pca_fit returned for the training data, arrays (features, k) and (k,)
    eps : a Python float >= 0; variances + eps is above 0

    Returns
    -------
    z : array (N, k), same dtype and device as x

    Convention: eps is added to the variance, under the root. scikit-learn's PCA(whiten=True) has no
    eps to choose, and variances with 1/(N-1). The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, mean, basis, variances)
    return (x - mean) @ basis / xp.sqrt(variances + eps)

# %% check="pca_whiten"

# %% [markdown]
# > **The slide says.** In our copy of Gomez's slides the text has whitening divide every dimension by the eigenvalue. The line of code below it divides by the square root, and the code is right: the eigenvalue is a variance. After the experiment below, a line is printed about what the text would give.
#
# Any rotation of white data is white. So one may turn the whitened coordinates back to where they came from. That is ZCA whitening (the Z stands for zero phase), and among all ways to whiten it is the one that changes the data least. An image stays an image.

# %% answer="zca_whiten"
def zca_whiten(x, mean, basis, variances, *, eps):
    """Whitened data in the space of the data: PCA whitening, turned back.

        y = (x - mean) basis / sqrt(variances + eps) basis^T

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean : the mean of the training data, array (features,), same dtype
    basis, variances : what pca_fit returned for the training data, arrays (features, k) and (k,)
    eps : a Python float >= 0; variances + eps is above 0

    Returns
    -------
    y : array (N, features), same dtype and device as x

    Convention: eps under the root; the mean is not added back. The arguments stay as they were; no
    errors to raise.

    Bell and Sejnowski, The "independent components" of natural scenes are edge filters, Vision
    Research 37, 1997.
    """
    xp = array_namespace(x, mean, basis, variances)
    return (x - mean) @ basis / xp.sqrt(variances + eps) @ basis.T

# %% check="zca_whiten"

# %% [markdown]
# ### Experiment: digits before and after
#
# **Predict** the three covariance matrices on the right, and which of the two whitened digits you can still read.

# %% experiment
@experiment(subtract_feature_means, covariance, pca_fit, pca_whiten, zca_whiten)
def digits_before_and_after():
    x = DIGITS_SPLIT[0]
    mean, fitted = subtract_feature_means(x)[1], pca_fit(x, components=64)
    ways = {"pixels": x, "PCA-whitened": pca_whiten(x, mean, *fitted, eps=0.01),
            "ZCA-whitened": zca_whiten(x, mean, *fitted, eps=0.01)}
    fig, axes = plots.figure(7, 3, width=9.5, height=4.6)
    correlations = {}
    for row, (name, data) in zip(axes, ways.items(), strict=True):
        for ax, k in zip(row, (0, 1, 2, 3, 4, 5), strict=False):
            low, high = (0.0, 16.0) if data is x else np.quantile(np.abs(data[:6]), 0.98) * np.array([-1.0, 1.0])
            ax.imshow(np.reshape(data[k], (8, 8)), cmap="Greys" if data is x else "PuOr_r", vmin=low, vmax=high)
        matrix = covariance(data)
        size = np.abs(matrix).max()
        row[-1].imshow(matrix, cmap="PuOr_r", vmin=-size, vmax=size)
        row[0].set_ylabel(name)
        diagonal = np.diag(matrix)
        correlations[name] = np.abs(matrix - np.diag(diagonal)).max() / diagonal.max()
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
    axes[0, -1].set_title("covariance")
    told = ", ".join(f"{share:.1g} {name}" for name, share in correlations.items())
    fig.suptitle(f"Largest covariance of two features over the largest variance: {told}", x=0.01, ha="left")
    plots.show(fig)
    whole = np.var(pca_whiten(x, mean, *pca_fit(x, components=20), eps=0.0), axis=0)
    said = np.var(pca_whiten(x, mean, *pca_fit(x, components=20), eps=0.0) / np.sqrt(fitted[1][:20]), axis=0)
    print(f"Variance along the first 20 components: yours {whole.min():.3f} to {whole.max():.3f}; "
          f"divided by the eigenvalue {said.min():.4f} to {said.max():.3f}")
    return {"correlations": correlations, "variances": whole, "as the text says": said}

# %% [markdown]
# After PCA whitening an image is a list of 64 coordinates in an arbitrary order, and drawing it as a square means nothing. After ZCA whitening it is an image again: neighbouring pixels, which were nearly equal, are compared, and edges are left. In its covariance a few pixels are missing from the diagonal. They are the ones that never change; there is nothing to whiten, and without an $\epsilon$ it would be 0/0.
#
# Divided by the eigenvalue itself, the directions end up as unequal as before, in reverse order.
#
# With only eight pixels a side there is not much of an image to see. So do the same to photographs: fit to small patches, and look at what ZCA makes of *one* pixel. It is a weighted sum of the pixels around it, that is, a filter.
#
# **Predict** the signs of the weights: of the pixel itself, of its neighbours, and of the sum of all.

# %% experiment
@experiment(subtract_feature_means, pca_fit, zca_whiten)
def zca_is_a_filter():
    grey, size = PHOTOS.mean(axis=3), 9
    patches = np.stack([photo[y:y + size, x:x + size].ravel() for photo in grey for y in range(0, 415, 6)
                        for x in range(0, 630, 6)])
    mean, fitted = subtract_feature_means(patches)[1], pca_fit(patches, components=size**2)
    matrix = zca_whiten(mean + np.eye(size**2), mean, *fitted, eps=1e-3)
    weights = np.reshape(matrix[:, size**2 // 2], (size, size))  # what the middle pixel is made of
    crop = grey[0, 60:220, 180:400]
    windows = np.lib.stride_tricks.sliding_window_view(crop, (size, size))
    filtered = np.sum(windows * weights, axis=(2, 3))
    fig, axes = plots.figure(3, width=10, height=2.6, width_ratios=(1.35, 1, 1.35))
    axes[0].imshow(crop, cmap="Greys_r")
    axes[1].imshow(weights, cmap="PuOr_r", vmin=-weights.max(), vmax=weights.max())
    axes[2].imshow(filtered, cmap="Greys_r", vmin=np.quantile(filtered, 0.01), vmax=np.quantile(filtered, 0.99))
    beside = weights[[3, 5, 4, 4], [4, 4, 3, 5]]
    titles = ("before", f"itself {weights[4, 4]:.1f}, beside {beside.mean():.1f}, sum {weights.sum():.2f}", "after")
    for ax, title in zip(axes, titles, strict=True):
        ax.set(xticks=[], yticks=[], title=title)
        ax.grid(False)
    plots.show(fig)
    return weights

# %% [markdown]
# The filter compares a pixel with those around it: a large weight in the middle, weights of the other sign beside it, and nearly nothing in sum. What a pixel could have been guessed from its neighbours is taken away, and edges and texture are left. Cells in the retina answer to light in much the same way. Convolutional nets learn such filters by themselves.
#
# ### Experiment: does a net want whitened data?
#
# > **The slide says.** Our copy of Gomez's slides says twice that SGD is most efficient on whitened data. For a quadratic loss you have seen that to be true: one step. Ask a net, and ask it about test digits, too.
#
# Whitening makes all directions equally loud, also those in which there is mostly noise. $\epsilon$ says how far down to go: variances below it stay small. The pixels are divided by one global number first, so that an $\epsilon$ of 1 is the variance of an average pixel.
#
# **Predict** two curves against $\epsilon$, training loss and test accuracy, each at its best rate, and whether they beat plain centring.

# %% experiment
@experiment(subtract_feature_means, pca_fit, pca_whiten)
def nets_on_whitened_digits():
    train_x, test_x, y_train, y_test = DIGITS_SPLIT
    size = math.sqrt(np.mean(np.var(train_x, axis=0)))
    train_x, test_x = train_x / size, test_x / size
    mean = subtract_feature_means(train_x)[1]
    fitted = pca_fit(train_x, components=64)
    ways = {"centred": (train_x - mean, test_x - mean)}
    strengths = (1e-5, 1e-3, 1e-2, 0.1, 1.0)
    ways |= {eps: [pca_whiten(x, mean, *fitted, eps=eps) for x in (train_x, test_x)] for eps in strengths}
    found = over_rates(ways, y_train, y_test, (64, 64, 10), [0.1, 0.3, 0.6, 1.0, 1.5], steps=150, seeds=8)
    best = {name: np.nanargmin(np.median(loss, axis=1)) for name, (loss, _) in found.items()}
    loss, accuracy = ({name: run[part][best[name]] for name, run in found.items()} for part in (0, 1))
    fig, axes = plots.figure(2, width=9.5)
    names = "training loss after 150 steps", "test accuracy, %"
    for ax, values, name in zip(axes, (loss, accuracy), names, strict=True):
        scale = 100 if ax is axes[1] else 1
        plots.band(ax, strengths, scale * np.stack([values[eps] for eps in strengths]), "whitened", marker=".")
        centred = scale * values["centred"]
        plots.band(ax, strengths, np.tile(centred, (len(strengths), 1)), "centred")
        plots.label(ax, "eps", name, log="x")
    middle = {name: np.median(values) for name, values in accuracy.items()}
    axes[0].set_title(f"{np.median(loss[1e-5]):.2g} at eps 1e-5, {np.median(loss['centred']):.2g} centred")
    axes[1].set_title(f"{middle[1e-5]:.1%} at eps 1e-5, {middle['centred']:.1%} centred")
    plots.end_labels(axes[1])
    plots.show(fig)
    return {"loss": loss, "accuracy": accuracy}

# %% [markdown]
# Centring and one global number do about as well as anything. Full whitening costs accuracy on test digits: it spends the net's attention on directions that are nearly empty in the training data, and that other digits fill differently. That, and the price of an eigenvector problem for large images, is why whitening is hardly used in front of convolutional nets, while centring always is. (Its idea lives on *inside* of nets: chapter 08.)
#
# ## Statistics from the training set only
#
# Gomez's slides warn: means, spreads and components must come from the training set alone, and then be applied to validation and test data. If they come from all data together, something of the test set leaks into training, and the score no longer says how the net will do on data that nobody has seen.
#
# How bad is it? Take few digits, 40 for training and 40 for testing, and fit the statistics once on the training set and once on both. There are a thousand further digits that neither has seen, and they tell the truth: the *leak* is the test score minus the score on these.
#
# **Predict** the leak, its sign and its size: for the error of a PCA reconstruction, and for the accuracy of the simplest classifier (the class of the nearest training digit) after standardizing, and after whitening.

# %%
def nearest(x_train, y_train, x):
    """The class of the nearest training example."""
    distance = np.sum(x_train**2, axis=1) - 2.0 * x @ x_train.T
    return y_train[np.argmin(distance, axis=1)]

# %% experiment
@experiment(standardize_fit, standardize_apply, subtract_feature_means, pca_fit, pca_project, pca_reconstruct,
            pca_whiten)
def the_leak_measured():
    x, y, splits = DIGITS.data, DIGITS.target, 100
    leaks = np.empty((3, 2, splits))                             # what is scored; statistics from training, from all
    for split in range(splits):
        order = Rng(split).permutation(len(x))
        few, test, fresh = order[:40], order[40:80], order[80:1080]
        for column, source in enumerate((few, order[:80])):
            seen = x[source]
            mean, spread = subtract_feature_means(seen)[1], standardize_fit(seen)
            basis, variances = pca_fit(seen, components=64)
            ways = (lambda z, fit=spread: standardize_apply(z, *fit),
                    lambda z, fit=(mean, basis, variances): pca_whiten(z, *fit, eps=0.1))
            kept = basis[:, :20]
            error = [np.mean((x[part] - pca_reconstruct(pca_project(x[part], mean, kept), mean, kept)) ** 2)
                     for part in (test, fresh)]
            leaks[0, column, split] = 1.0 - error[0] / error[1]                  # less error counts as better
            for row, prepare in enumerate(ways, start=1):
                right = [np.mean(nearest(prepare(x[few]), y[few], prepare(x[part])) == y[part])
                         for part in (test, fresh)]
                leaks[row, column, split] = right[0] - right[1]
    middle, doubt = 100 * leaks.mean(axis=2), 100 * leaks.std(axis=2) / math.sqrt(splits)
    fig, axes = plots.figure(2, width=9.5, height=2.4, width_ratios=(1, 2))
    for ax, rows, names in ((axes[0], [0], ["error"]), (axes[1], [1, 2], ["standardized", "whitened"])):
        for column, name in enumerate(("from training", "from all data")):
            ax.errorbar(middle[rows, column], np.arange(len(rows)) + 0.1 * (2 * column - 1),
                        xerr=2 * doubt[rows, column], fmt="os"[column], color=plots.COLOURS[column], capsize=3,
                        linestyle="none", label=f"statistics {name}")
        ax.axvline(0.0, color=plots.INK, linewidth=0.8, linestyle=":")
        ax.set_yticks(range(len(rows)), names)
        ax.set_ylim(len(rows) - 0.5, -0.5)
    change = middle[:, 1] - middle[:, 0]
    plots.label(axes[0], "less error than on fresh data, %", "", f"Reconstruction: {change[0]:+.0f} %")
    plots.label(axes[1], "more accuracy than on fresh data, points (bars: two standard errors)", "",
                f"Nearest digit: {change[1]:+.1f} points standardized, {change[2]:+.1f} whitened")
    axes[1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    plots.show(fig)
    return leaks

# %% [markdown]
# The three rows are three lessons. A reconstruction fitted to the test set flatters itself grossly: the components have been chosen for these very digits. Standardizing leaks next to nothing, because a mean and a spread hardly depend on a few examples more or less. And whitening with few examples leaks in the *wrong direction*: with hardly more digits than pixels, all digits that took part in the fit are pushed to about the same distance from each other, so a test digit among them has no neighbours left, while a digit from outside keeps some of its own. The rule is the same for all three: a leak is a difference between how the test data and new data are treated, and its sign is anyone's guess. With many examples all three shrink. The rule costs one line of code, so follow it always.

# %% [markdown] question="split-late" points=4
# A colleague has 150 patients with 400 measurements each, of which some are nearly constant. They standardize all 150 with `(x - x.mean(0)) / (x.std(0) + 1e-8)`, whiten by PCA with all 400 components and an eps of 1e-8, then split into 100 for training and 50 for testing, and train a net. The training loss falls to 0 at once, the test accuracy is that of guessing.
#
# Name three things that are wrong or unwise in this preparation. For each, say what it does to the data or to the score, which figure or kernel of this chapter shows it, and what you would do instead. Six to ten sentences.
#
# +++
#
# (1) *The statistics come from all 150.* Means, spreads and components have seen the test patients, so the score does not say how new patients fare; the sign of that error is not known beforehand, as in the figure of the leak. Split first, fit on the 100, apply to the 50.
#
# (2) *Whitening with more components than examples.* 150 examples have at most 149 directions of non-zero variance, 100 have 99; all other variances are 0 up to rounding, and dividing by the root of 1e-8 blows the rounding up, or 0/0 becomes noise. In the whitened training set all patients are about equally far from each other, so the net can tell every one apart, hence the loss of 0, and nothing carries over, hence the guessing. As in the net on whitened digits, where a tiny eps costs accuracy, and in the reconstruction, where late components fit the training data only. Keep few components, or a large eps, or only standardize.
#
# (3) *Nearly constant measurements with 1e-8 added to the spread.* A spread of, say, 1e-7 passes the guard, and a new value that differs a little becomes a huge input. As with the constant that rounds. Look at the spreads, drop such features, or divide by 1 there.
#
# (Also right: that standardizing first and whitening then makes noise features as loud as others; that 1/N against 1/(N-1) would *not* matter; that one split of 50 says little.)
#
# Full points: three faults (1), what each does (1), the right figure or kernel for each (1), a remedy for each (1).

# %% [markdown]
# ## Ranks
#
# Some features are so skewed that no shift and no factor helps: most values crowd at one end, and a few are enormous. Incomes are like that, and waiting times, and sizes of cells. The quantile map looks at the order alone: the smallest value becomes 0, the largest 1, and the rest are spread evenly between, by rank. Dombry's slides call it quantile normalization.

# %% answer="quantile_normalize"
def quantile_normalize(x):
    """Replace every value by its rank within its feature, from 0 to 1.

        y_ij = rank_ij / (N - 1),    rank_ij = values below x_ij in column j + (values equal to it - 1) / 2

    Parameters
    ----------
    x : data, floating array (N, features), N >= 2, without NaN

    Returns
    -------
    y : array (N, features), same dtype and device as x; without ties 0, 1/(N-1), ..., 1 in some order

    Convention: ranks count from 0; a value is among its own equals; equal values share the mean of
    their ranks, so a constant feature becomes 1/2; values that differ, however little, are not equal.
    scikit-learn's QuantileTransformer does the same, but sends all ties with the smallest value to 0
    and all with the largest to 1. Comparing all pairs takes N x N x features numbers, which is fine
    here. The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    below = xp.sum(xp.astype(x[None, :, :] < x[:, None, :], x.dtype), axis=1)
    equal = xp.sum(xp.astype(x[None, :, :] == x[:, None, :], x.dtype), axis=1)
    return (below + (equal - 1) / 2) / (x.shape[0] - 1)

# %% check="quantile_normalize"

# %% [markdown]
# ### Experiment: a skewed feature
#
# The area error of 569 cell nuclei, in three preparations.
#
# **Predict** the three histograms. In which of them can you still see how far apart the two largest values were?

# %% experiment
@experiment(minmax_fit, minmax_apply, standardize_fit, standardize_apply, quantile_normalize)
def a_skewed_feature():
    cells = load_breast_cancer()
    x = cells.data[:, [list(cells.feature_names).index("area error")]]
    ways = {"to [0, 1]": minmax_apply(x, *minmax_fit(x), lower=0.0, upper=1.0),
            "standardized": standardize_apply(x, *standardize_fit(x)), "by rank": quantile_normalize(x)}
    fig, axes = plots.figure(3, width=9.5, sharey=True)
    found = {}
    for ax, (name, y) in zip(axes, ways.items(), strict=True):
        bottom, top = y.min(), y.max()
        found[name] = np.mean(y < bottom + 0.1 * (top - bottom))
        ax.hist(y[:, 0], bins=20, color=plots.COLOURS[0])
        plots.label(ax, name, "cells" if ax is axes[0] else "", f"{found[name]:.0%} in the lowest tenth")
    plots.show(fig)
    return found

# %% [markdown]
# The first two differ in the numbers on the axis and in nothing else. By rank the feature is spread evenly, one extreme cell more or less changes nothing, and distances are lost for good: what was twice as large and what was a hundred times as large may now be neighbours. The map has to be learnt from training data, too; for new values one interpolates between the ranks of the old ones, as scikit-learn's `QuantileTransformer` does.
#
# > **The slide says.** Our copy of Dombry's slides says that the result is uniform on [0, 1]. That holds without ties. A feature with many equal values, such as a pixel that is mostly 0, keeps a heap, at the mean rank of the heap.

# %% [markdown]
# ## In your framework
#
# | here | scikit-learn | PyTorch | Keras 3 |
# | --- | --- | --- | --- |
# | `minmax_fit`, `minmax_apply` | `MinMaxScaler(feature_range=(0, 1))` | | `layers.Rescaling(1 / 255)` for a known range |
# | `subtract_feature_means` | `StandardScaler(with_std=False)` | | |
# | `standardize_fit`, `standardize_apply` | `StandardScaler()` | | `layers.Normalization()` with `adapt` |
# | `channel_statistics`, `normalize_channels` | | `torchvision.transforms.v2.Normalize(mean, std)` | `layers.Normalization(axis=-1)` |
# | `covariance` | `EmpiricalCovariance()` | `torch.cov(x.T, correction=0)` | |
# | `pca_fit`, `pca_project`, `pca_reconstruct` | `PCA(k)`: `fit`, `transform`, `inverse_transform` | `torch.linalg.eigh`, `torch.pca_lowrank` | |
# | `pca_whiten` | `PCA(k, whiten=True)` | `torchvision`'s `LinearTransformation(matrix, mean)` | |
# | `quantile_normalize` | `QuantileTransformer(n_quantiles=N)` | | |
#
# * optax, which this course sets beside PyTorch and Keras elsewhere, is about updates and has nothing for data; with JAX, preprocess by scikit-learn or write these kernels.
# * scikit-learn's `fit` and `transform` are your two kernels, and a `Pipeline` keeps them apart during cross-validation: the leak cannot happen.
# * `PCA` divides variances by $N - 1$, and so does `torch.cov` unless told; `StandardScaler` divides by $N$. With `whiten=True` the data have unit variance in the sense of $N - 1$.
# * Keras's `Normalization` works out its statistics in `adapt`; call it on training data only. It keeps a spread from falling below a small number, where you divide by 1.
# * A random crop or flip does not belong here: it differs from epoch to epoch. Chapter 06 has it.
#
# ## Further reading
#
# * LeCun, Bottou, Orr and Müller, *Efficient BackProp*, 1998. Section 4.3 on inputs is where this chapter begins.
# * Kessy, Lewin and Strimmer, [Optimal whitening and decorrelation](https://arxiv.org/abs/1512.00809), The American Statistician 2018. Why ZCA stays nearest to the data, and which other whitenings there are.
# * Wadia, Duckworth, Schoenholz, Dyer and Sohl-Dickstein, [Whitening and second order optimization both make information about the dataset unusable during training, and can reduce or prevent generalization](https://arxiv.org/abs/2008.07545), ICML 2021. What your last net has shown, as a theorem.
# * Bell and Sejnowski, *The "independent components" of natural scenes are edge filters*, Vision Research 1997. ZCA on patches of photographs.
# * Kaufman, Rosset and Perlich, *Leakage in data mining*, KDD 2011. Leaks that were found, in competitions and in practice.
# * Bolstad and colleagues, *A comparison of normalization methods for high density oligonucleotide array data*, Bioinformatics 2003. The other thing that is called quantile normalization.
# * Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016, sections 2.12 and 12.2.
#
# The lectures that this course draws on treat the subject on Gomez's slides "Data Preprocessing" and Dombry's "Initialization".

# %% [markdown]
# ## Where you stand

# %%
progress()
