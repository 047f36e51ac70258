"""Penalties, noise, moved images, early stopping and bagging, in float64, one operation a line.

The known mistakes are edits of these lines (misconceptions), so names and order follow the
equations and nothing is abbreviated.
"""

import numpy as np


def l2_penalty(w, b, *, strength):
    """strength/2 times the sum of squared weights, and its gradients; biases go free."""
    squares = w**2
    penalty = strength / 2 * np.sum(squares)
    g_w = strength * w
    g_b = np.zeros_like(b)
    return penalty, g_w, g_b


def l1_penalty(w, b, *, strength):
    """Strength times the sum of the weights' sizes, and its gradients; biases go free."""
    sizes = np.abs(w)
    penalty = strength * np.sum(sizes)
    g_w = strength * np.sign(w)
    g_b = np.zeros_like(b)
    return penalty, g_w, g_b


def elastic_net_penalty(w, b, *, strength, share):
    """A share of L1 and the rest of L2 (Zou and Hastie 2005, in scikit-learn's form)."""
    sizes = np.sum(np.abs(w))
    squares = np.sum(w**2)
    penalty = strength * (share * sizes + (1 - share) / 2 * squares)
    g_w = strength * (share * np.sign(w) + (1 - share) * w)
    g_b = np.zeros_like(b)
    return penalty, g_w, g_b


def group_lasso_penalty(w, b, *, strength):
    """Strength times the sum of the norms of each output unit's weights (Yuan and Lin 2006, without root of size)."""
    squares = np.sum(w**2, axis=0, keepdims=True)
    norms = np.sqrt(squares)
    penalty = strength * np.sum(norms)
    safe = np.where(norms == 0, 1.0, norms)
    g_w = strength * w / safe
    g_b = np.zeros_like(b)
    return penalty, g_w, g_b


def weight_decay_step(w, g, *, lr, weight_decay):
    """A step of gradient descent beside which the weights shrink by a factor."""
    kept = 1 - lr * weight_decay
    step = lr * g
    return kept * w - step


def max_norm(w, *, limit):
    """Every output unit's weights are shortened to the limit where they are longer (Srebro and Shraibman 2005)."""
    squares = np.sum(w**2, axis=0, keepdims=True)
    norms = np.sqrt(squares)
    scale = limit / np.maximum(norms, limit)
    return w * scale


def smooth_labels(y, *, share):
    """A share of the probability is spread evenly over all classes (Szegedy et al. 2016)."""
    even = 1 / y.shape[1]
    kept = (1 - share) * y
    return kept + share * even


def noisy_labels(y, u, offsets, *, share, classes):
    """Where u is below share, the label moves on by its offset, round the classes."""
    moved = (y + offsets) % classes
    chosen = u < share
    return np.where(chosen, moved, y)


def input_noise(x, z, *, std):
    """Normal noise of one standard deviation on every input."""
    noise = std * z
    return x + noise


def flip(x, flips):
    """The images that are told are mirrored, left for right."""
    mirrored = x[:, :, :, ::-1]
    told = flips[:, None, None, None]
    return np.where(told, mirrored, x)


def shift(x, down, right):
    """Each image moves by its whole numbers of pixels; what comes in at the edge is 0."""
    n, _, height, width = x.shape
    rows = np.arange(height) - down[:, None]
    columns = np.arange(width) - right[:, None]
    y = np.zeros_like(x)
    for image in range(n):
        for row in range(height):
            for column in range(width):
                r, c = rows[image, row], columns[image, column]
                if 0 <= r < height and 0 <= c < width:
                    y[image, :, row, column] = x[image, :, r, c]
    return y


def crop(x, top, left, *, padding):
    """Zeros round each image, then a window of the old size at its place in that."""
    n, channels, height, width = x.shape
    padded = np.zeros((n, channels, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = x
    y = np.zeros_like(x)
    for image in range(n):
        t, s = top[image], left[image]
        y[image] = padded[image, :, t : t + height, s : s + width]
    return y


def bilinear_sample(x, rows, columns):
    """Values between the pixels: each of the four neighbours counts by its nearness, and 0 outside the image."""
    n, channels, height, width = x.shape
    y = np.zeros((n, channels, *rows.shape[1:]))
    for below in (0, 1):
        for beside in (0, 1):
            r = np.floor(rows) + below
            c = np.floor(columns) + beside
            weight = (1 - np.abs(rows - r)) * (1 - np.abs(columns - c))
            inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            r = np.clip(r, 0, height - 1).astype(int)
            c = np.clip(c, 0, width - 1).astype(int)
            pixels = np.stack([x[image][:, r[image], c[image]] for image in range(n)])
            y = y + (weight * inside)[:, None] * pixels
    return y


def rotated_positions(angles, *, height, width):
    """Where each pixel of a rotated image comes from: back by the angle, about the centre."""
    down = np.arange(height)[None, :, None] - (height - 1) / 2
    right = np.arange(width)[None, None, :] - (width - 1) / 2
    cosine = np.cos(angles)[:, None, None]
    sine = np.sin(angles)[:, None, None]
    rows = sine * right + cosine * down
    columns = cosine * right - sine * down
    return rows + (height - 1) / 2, columns + (width - 1) / 2


def zoomed_positions(factors, *, height, width):
    """Where each pixel of a zoomed image comes from: nearer to the centre by the factor."""
    down = np.arange(height)[None, :, None] - (height - 1) / 2
    right = np.arange(width)[None, None, :] - (width - 1) / 2
    scale = factors[:, None, None]
    rows = down / scale + (height - 1) / 2
    columns = right / scale + (width - 1) / 2
    rows, columns = np.broadcast_arrays(rows, columns)
    return rows.copy(), columns.copy()


def early_stopping(w, loss, best_w, best_loss, waited, *, patience, min_delta):
    """What is remembered after an epoch, and whether to stop: the best weights, their loss, the epochs since."""
    improved = loss < best_loss - min_delta
    if improved:
        best_w = w
        best_loss = loss
        waited = 0
    else:
        waited = waited + 1
    stop = waited >= patience
    return best_w, best_loss, waited, stop


def bootstrap_indices(u):
    """n draws with replacement from n examples, from n uniforms, and who was left out (Efron 1979)."""
    n = u.shape[0]
    indices = np.floor(n * u)
    indices = indices.astype(np.int64)
    drawn = np.isin(np.arange(n), indices)
    left_out = ~drawn
    return indices, left_out


def bagging_average(logits):
    """The mean over members of their probabilities (Breiman 1996)."""
    highest = np.max(logits, axis=2, keepdims=True)
    powers = np.exp(logits - highest)
    totals = np.sum(powers, axis=2, keepdims=True)
    probabilities = powers / totals
    return np.mean(probabilities, axis=0)
