"""The course's own answers. Made by `make build` from solutions/06_regularization/06_regularization.py; edit there."""

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def l2_penalty(w, b, *, strength):
    """The L2 penalty of one layer, and its gradients.

        penalty = strength/2 sum_ij w_ij^2,    g_w = d penalty / d w,    g_b = d penalty / d b

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out)
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: the penalty has a 1/2 in it, as in Temirkhanov's slides and as PyTorch's weight_decay
    implies; Gomez's slides and Keras's L2 have none. It adds up, it does not average. Biases are not
    penalized. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(w, b)
    return strength / 2 * xp.sum(w**2), strength * w, xp.zeros_like(b)


def weight_decay_step(w, g, *, lr, weight_decay):
    """One step of gradient descent with weight decay.

        w = (1 - lr weight_decay) w - lr g

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss, without any penalty, same shape and dtype
    lr, weight_decay : rate and decay, Python floats

    Returns
    -------
    w : the weights after the step, a new array of the same shape, dtype and device

    Convention: the decay is multiplied by the rate, as in PyTorch, and acts on the old weights. In
    Loshchilov and Hutter's paper it is not multiplied. The arguments stay as they were; no errors to
    raise.

    Hanson and Pratt, Comparing biases for minimal network construction with back-propagation, NIPS
    1988.
    """
    return (1 - lr * weight_decay) * w - lr * g


def l1_penalty(w, b, *, strength):
    """The L1 penalty of one layer, and its gradients.

        penalty = strength sum_ij |w_ij|,    g_w = strength sign(w),    g_b = 0

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out)
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: sign(0) = 0. No 1/2 here. It adds up, it does not average. Biases are not penalized.
    The arguments stay as they were; no errors to raise.

    Tibshirani, Regression shrinkage and selection via the lasso, 1996.
    """
    xp = array_namespace(w, b)
    return strength * xp.sum(xp.abs(w)), strength * xp.sign(w), xp.zeros_like(b)


def elastic_net_penalty(w, b, *, strength, share):
    """The elastic net penalty of one layer, and its gradients.

        penalty = strength (share sum |w_ij| + (1 - share)/2 sum w_ij^2)

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out)
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float
    share : of L1, a Python float from 0 (L2 alone) to 1 (L1 alone)

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: share and the 1/2 as scikit-learn's l1_ratio has them; Keras's L1L2 takes two
    strengths and has no 1/2. sign(0) = 0. Biases are not penalized. The arguments stay as they were;
    no errors to raise.

    Zou and Hastie, Regularization and variable selection via the elastic net, 2005.
    """
    xp = array_namespace(w, b)
    penalty = strength * (share * xp.sum(xp.abs(w)) + (1 - share) / 2 * xp.sum(w**2))
    return penalty, strength * (share * xp.sign(w) + (1 - share) * w), xp.zeros_like(b)


def group_lasso_penalty(w, b, *, strength):
    """The group lasso penalty of one layer, a group for each output unit, and its gradients.

        penalty = strength sum_j |w_:j|,    g_w = strength w_ij / |w_:j|,    g_b = 0

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out); column j is what arrives at unit j
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: |.| is the Euclidean norm, without a square and without the root of the group's size
    that Yuan and Lin multiply by. A column of zeros has a gradient of zeros. Biases are not
    penalized. The arguments stay as they were; no errors to raise.

    Yuan and Lin, Model selection and estimation in regression with grouped variables, 2006.
    """
    xp = array_namespace(w, b)
    norms = xp.sqrt(xp.sum(w**2, axis=0, keepdims=True))
    g_w = strength * w / xp.where(norms == 0, 1.0, norms)
    return strength * xp.sum(norms), g_w, xp.zeros_like(b)


def max_norm(w, *, limit):
    """Shortens the weights that arrive at a unit to a limit, where they are longer.

        w_:j = w_:j min(1, limit / |w_:j|)

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out); column j is what arrives at unit j
    limit : largest norm of a column, a Python float above 0

    Returns
    -------
    w : a new array of the same shape, dtype and device

    Convention: Euclidean norms; a column within the limit, or of zeros, comes back as it was. Keras
    and PyTorch's renorm divide by the norm plus 1e-7, this exercise by the norm. The arguments stay
    as they were; no errors to raise.

    Srebro and Shraibman, Rank, trace-norm and max-norm, COLT 2005; Hinton and colleagues, Improving
    neural networks by preventing co-adaptation of feature detectors, 2012.
    """
    xp = array_namespace(w)
    norms = xp.sqrt(xp.sum(w**2, axis=0, keepdims=True))
    return w * (limit / xp.maximum(norms, limit))


def early_stopping(w, loss, best_w, best_loss, waited, *, patience, min_delta):
    """What to remember after an epoch, and whether to stop.

    The loss is better if loss < best_loss - min_delta. Then its weights and it are the best ones and
    nothing has been waited; otherwise the best ones stay, and one more epoch has been waited. Stop if
    patience epochs have been waited, or more.

    Parameters
    ----------
    w : weights after this epoch, floating array of any shape
    loss : validation loss after this epoch, a Python float; nan is never better
    best_w, best_loss, waited : what this function returned an epoch ago; before the first epoch any
        weights, math.inf and 0
    patience : a Python int, at least 1
    min_delta : a Python float, not negative

    Returns
    -------
    best_w : array of the shape, dtype and device of w
    best_loss : a Python float
    waited : epochs since the best one, a Python int
    stop : a Python bool

    Convention: as Keras's EarlyStopping with restore_best_weights. By PyTorch's schedule for plateaus
    it would stop one epoch later. Exactly min_delta is not enough. The arguments stay as they were;
    no errors to raise.
    """
    if loss < best_loss - min_delta:
        best_w, best_loss, waited = w, loss, 0
    else:
        waited = waited + 1
    return best_w, best_loss, waited, waited >= patience


def noisy_labels(y, u, offsets, *, share, classes):
    """Labels of which some have moved to another class.

        y = (y + offset) mod classes    where u < share

    Parameters
    ----------
    y : classes from 0, int64 array (n,)
    u : uniform draws in [0, 1), floating array (n,)
    offsets : how far a label moves if it does, int64 array (n,), from 1 to classes - 1
    share : probability to move, a Python float
    classes : their number, a Python int

    Returns
    -------
    y : int64 array (n,), a new one

    Convention: each label is decided by its own u, so the number that move is random. An offset is
    never 0 or classes: a label that moves is wrong afterwards. The arguments stay as they were; no
    errors to raise.
    """
    xp = array_namespace(y, u, offsets)
    return xp.where(u < share, (y + offsets) % classes, y)


def smooth_labels(y, *, share):
    """Labels that give a share of their certainty to all classes alike.

        y = (1 - share) y + share / K

    Parameters
    ----------
    y : one-hot classes, floating array (n, K)
    share : a Python float in [0, 1]

    Returns
    -------
    y : a new array of the same shape, dtype and device; its rows still add up to 1

    Convention: all K classes get their part, the right one too, as in PyTorch and Keras. Another form
    divides the share among the other K - 1. The arguments stay as they were; no errors to raise.

    Szegedy and colleagues, Rethinking the Inception architecture for computer vision, CVPR 2016.
    """
    return (1 - share) * y + share / y.shape[1]


def input_noise(x, z, *, std):
    """Inputs with normal noise.

        x = x + std z

    Parameters
    ----------
    x : inputs, floating array of any shape
    z : standard normal draws, same shape and dtype
    std : standard deviation of the noise, a Python float

    Returns
    -------
    x : a new array of the same shape, dtype and device

    Convention: the same noise everywhere, not in proportion to x; nothing is cut off. Fresh draws for
    each step, in training only. The arguments stay as they were; no errors to raise.
    """
    return x + std * z


def flip(x, flips):
    """Some of the images mirrored, left for right.

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    flips : which to mirror, bool array (N,)

    Returns
    -------
    x : a new array of the same shape, dtype and device

    Convention: columns are reversed, rows and channels are not. The arguments stay as they were; no
    errors to raise.
    """
    xp = array_namespace(x, flips)
    return xp.where(flips[:, None, None, None], xp.flip(x, axis=3), x)


def shift(x, down, right):
    """Images moved by whole pixels.

        y[n, c, i, j] = x[n, c, i - down[n], j - right[n]], and 0 where that is outside

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    down, right : pixels to move each image down and to the right, int64 arrays (N,); negative ones
        move up and to the left

    Returns
    -------
    y : a new array of the same shape, dtype and device

    Convention: what comes in at the edge is 0; nothing wraps round. A shift may be larger than the
    image. The arguments stay as they were; no errors to raise. Portable spelling of a choice for
    each image: xp.take_along_axis(x, rows, axis=2) with rows of shape (N, 1, H, 1).
    """
    xp = array_namespace(x, down, right)
    for axis, by in ((2, down), (3, right)):
        size = x.shape[axis]
        source = xp.arange(size, dtype=by.dtype, device=x.device) - by[:, None]
        source = source[:, None, :, None] if axis == 2 else source[:, None, None, :]
        inside = (source >= 0) & (source < size)
        x = xp.where(inside, xp.take_along_axis(x, xp.clip(source, 0, size - 1), axis=axis), 0.0)
    return x


def crop(x, top, left, *, padding):
    """A window of the old size, out of each image with a frame of zeros round it.

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    top, left : row and column of the padded image where the window begins, int64 arrays (N,), from 0
        to 2 padding
    padding : width of the frame on every side, a Python int

    Returns
    -------
    y : a new array of the same shape, dtype and device

    Convention: zeros in the frame, as torchvision's RandomCrop(size, padding); at top = left =
    padding the image itself comes back. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, top, left)
    for axis, begin in ((2, top), (3, left)):
        size = x.shape[axis]
        source = xp.arange(size, dtype=begin.dtype, device=x.device) + begin[:, None] - padding
        source = source[:, None, :, None] if axis == 2 else source[:, None, None, :]
        inside = (source >= 0) & (source < size)
        x = xp.where(inside, xp.take_along_axis(x, xp.clip(source, 0, size - 1), axis=axis), 0.0)
    return x


def bilinear_sample(x, rows, columns):
    """Values of images between their pixels.

        y = sum over the four neighbours (r, c) of (1 - |row - r|) (1 - |column - c|) x[n, :, r, c]

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    rows, columns : positions, floating arrays (N, h, w), same dtype; (0, 0) is the middle of the
        first pixel, (H - 1, W - 1) that of the last

    Returns
    -------
    y : floating array (N, C, h, w), same dtype and device

    Convention: a neighbour outside the image counts as 0, for itself: half a pixel above the top row
    half of its value is left. PyTorch's grid_sample does so with padding_mode='zeros' and
    align_corners=True, in coordinates from -1 to 1. The arguments stay as they were; no errors to
    raise.
    """
    xp = array_namespace(x, rows, columns)
    n, channels, height, width = x.shape
    flat, y = xp.reshape(x, (n, channels, -1)), 0.0
    for below in (0, 1):
        for beside in (0, 1):
            r, c = xp.floor(rows) + below, xp.floor(columns) + beside
            weight = (1 - xp.abs(rows - r)) * (1 - xp.abs(columns - c))
            inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            index = xp.clip(r, 0, height - 1) * width + xp.clip(c, 0, width - 1)
            index = xp.reshape(xp.astype(index, xp.int64), (n, 1, -1))
            pixels = xp.reshape(xp.take_along_axis(flat, index, axis=2), (n, channels, *rows.shape[1:]))
            y = y + xp.where(inside, weight, 0.0)[:, None, :, :] * pixels
    return y


def rotated_positions(angles, *, height, width):
    """Where each pixel of a rotated image comes from.

    The image turns counter-clockwise, as you see it, about its centre ((H - 1)/2, (W - 1)/2).

    Parameters
    ----------
    angles : radians, one for each image, floating array (N,)
    height, width : of the images, Python ints

    Returns
    -------
    rows, columns : positions in the image before it was turned, for bilinear_sample: floating arrays
        (N, H, W), same dtype and device

    Convention: row 0 is at the top. After a quarter turn the top left corner shows what was at the
    top right. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(angles)
    down = xp.arange(height, dtype=angles.dtype, device=angles.device)[None, :, None] - (height - 1) / 2
    right = xp.arange(width, dtype=angles.dtype, device=angles.device)[None, None, :] - (width - 1) / 2
    cosine, sine = xp.cos(angles)[:, None, None], xp.sin(angles)[:, None, None]
    rows, columns = sine * right + cosine * down, cosine * right - sine * down
    return rows + (height - 1) / 2, columns + (width - 1) / 2


def zoomed_positions(factors, *, height, width):
    """Where each pixel of a zoomed image comes from.

    The image grows by a factor about its centre ((H - 1)/2, (W - 1)/2): a factor of 2 makes all
    lengths twice as large, one below 1 makes the image smaller.

    Parameters
    ----------
    factors : one for each image, floating array (N,), above 0
    height, width : of the images, Python ints

    Returns
    -------
    rows, columns : positions in the image before it was zoomed, for bilinear_sample: floating arrays
        (N, H, W), same dtype and device

    Convention: factors are of lengths, not of areas. The arguments stay as they were; no errors to
    raise.
    """
    xp = array_namespace(factors)
    down = xp.arange(height, dtype=factors.dtype, device=factors.device)[None, :, None] - (height - 1) / 2
    right = xp.arange(width, dtype=factors.dtype, device=factors.device)[None, None, :] - (width - 1) / 2
    scale = factors[:, None, None]
    return tuple(xp.broadcast_arrays(down / scale + (height - 1) / 2, right / scale + (width - 1) / 2))


def bootstrap_indices(u):
    """n examples drawn from n with replacement, and who was left out.

        index = floor(n u)

    Parameters
    ----------
    u : uniform draws in [0, 1), floating array (n,)

    Returns
    -------
    indices : int64 array (n,), from 0 to n - 1, in the order of the draws
    left_out : bool array (n,), True for the examples that no draw has hit

    Convention: the arguments stay as they were; no errors to raise.

    Efron, Bootstrap methods: another look at the jackknife, 1979; Breiman, Bagging predictors, 1996.
    """
    xp = array_namespace(u)
    n = u.shape[0]
    indices = xp.astype(xp.floor(n * u), xp.int64)
    hit = indices[None, :] == xp.arange(n, device=u.device)[:, None]
    return indices, ~xp.any(hit, axis=1)


def bagging_average(logits):
    """The mean of the members' probabilities.

        p = mean over members of softmax(logits)

    Parameters
    ----------
    logits : floating array (members, n, classes), of any size

    Returns
    -------
    p : probabilities, floating array (n, classes), same dtype and device; every row adds up to 1

    Convention: the mean is of probabilities. A mean of logits, or of votes, gives other numbers.
    Finite logits give finite probabilities, however large they are. The arguments stay as they were;
    no errors to raise.
    """
    xp = array_namespace(logits)
    powers = xp.exp(logits - xp.max(logits, axis=2, keepdims=True))
    return xp.mean(powers / xp.sum(powers, axis=2, keepdims=True), axis=0)
