"""Other right kernels: other algebra, loops, work in place on an own copy. All of them must pass."""

import math

from array_api_compat import array_namespace


def constant_weights__scaled_ones(x, fan_out, *, value):
    xp = array_namespace(x)
    return value * xp.ones((x.shape[1], fan_out), dtype=x.dtype, device=x.device)


def constant_weights__added_to_zeros(x, fan_out, *, value):
    xp = array_namespace(x)
    w = xp.zeros((x.shape[1], fan_out), dtype=x.dtype, device=x.device)
    w += value
    return w


def constant_weights__by_broadcasting(x, fan_out, *, value):
    xp = array_namespace(x)
    one = xp.full_like(x[:1, :1], value)
    return xp.tile(one, (x.shape[1], fan_out))


def constant_weights__row_by_row(x, fan_out, *, value):
    xp = array_namespace(x)
    rows = [xp.full((fan_out,), value, dtype=x.dtype, device=x.device) for _ in range(x.shape[1])]
    return xp.stack(rows)


def small_normal__in_place(fan_in, fan_out, *, std, rng):
    w = rng.normal((fan_in, fan_out))
    w *= std
    return w


def small_normal__column_by_column(fan_in, fan_out, *, std, rng):
    columns = [std * rng.normal((fan_in,)) for _ in range(fan_out)]
    return array_namespace(columns[0]).stack(columns, axis=1)


def small_normal__flat_then_shaped(fan_in, fan_out, *, std, rng):
    z = rng.normal((fan_in * fan_out,))
    return array_namespace(z).reshape(z * std, (fan_in, fan_out))


def small_normal__from_uniform_numbers(fan_in, fan_out, *, std, rng):
    radius = 1.0 - rng.uniform((fan_in, fan_out))
    angle = 2.0 * math.pi * rng.uniform((fan_in, fan_out))
    xp = array_namespace(radius)
    return std * xp.sqrt(-2.0 * xp.log(radius)) * xp.cos(angle)  # Box and Muller


def relu_second_moments__running_product(q0, fan_in, std):
    xp = array_namespace(fan_in, std)
    return q0 * xp.cumulative_prod(fan_in * std**2 / 2.0)


def relu_second_moments__in_logarithms(q0, fan_in, std):
    xp = array_namespace(fan_in, std)
    return q0 * xp.exp(xp.cumulative_sum(xp.log(fan_in) + 2.0 * xp.log(std) - math.log(2.0)))


def relu_second_moments__each_layer_afresh(q0, fan_in, std):
    xp = array_namespace(fan_in, std)
    factor = 0.5 * fan_in * std * std
    return xp.stack([q0 * xp.prod(factor[: layer + 1]) for layer in range(std.shape[0])])


def glorot_normal__two_halves_of_the_variance(fan_in, fan_out, *, rng):
    std = math.sqrt(1.0 / (fan_in + fan_out))
    return std * rng.normal((fan_in, fan_out)) + std * rng.normal((fan_in, fan_out))


def glorot_normal__average_fan(fan_in, fan_out, *, rng):
    fan = 0.5 * (fan_in + fan_out)
    return rng.normal((fan_in, fan_out)) / math.sqrt(fan)


def glorot_normal__in_place(fan_in, fan_out, *, rng):
    w = rng.normal((fan_in, fan_out))
    w *= math.sqrt(2.0)
    w /= math.sqrt(fan_in + fan_out)
    return w


def glorot_uniform__from_std(fan_in, fan_out, *, rng):
    std = math.sqrt(2.0 / (fan_in + fan_out))
    return std * math.sqrt(3.0) * rng.uniform((fan_in, fan_out), -1.0, 1.0)


def glorot_uniform__centred_then_scaled(fan_in, fan_out, *, rng):
    w = rng.uniform((fan_in, fan_out))
    w -= 0.5
    w *= 2.0 * math.sqrt(6.0 / (fan_in + fan_out))
    return w


def glorot_uniform__column_by_column(fan_in, fan_out, *, rng):
    limit = (6.0 / (fan_in + fan_out)) ** 0.5
    columns = [rng.uniform((fan_in,), -limit, limit) for _ in range(fan_out)]
    return array_namespace(columns[0]).stack(columns, axis=1)


def he_normal__divided(fan_in, fan_out, *, rng):
    return rng.normal((fan_in, fan_out)) / math.sqrt(fan_in / 2.0)


def he_normal__in_place(fan_in, fan_out, *, rng):
    w = rng.normal((fan_in, fan_out))
    w *= (2.0 / fan_in) ** 0.5
    return w


def he_normal__transposed_draw(fan_in, fan_out, *, rng):
    return math.sqrt(2.0) * rng.normal((fan_out, fan_in)).T / math.sqrt(fan_in)


def he_normal__from_uniform_numbers(fan_in, fan_out, *, rng):
    radius = 1.0 - rng.uniform((fan_in, fan_out))
    angle = 2.0 * math.pi * rng.uniform((fan_in, fan_out))
    xp = array_namespace(radius)
    return xp.sqrt(-4.0 / fan_in * xp.log(radius)) * xp.sin(angle)  # Box and Muller


def he_uniform__from_std(fan_in, fan_out, *, rng):
    limit = math.sqrt(3.0) * math.sqrt(2.0 / fan_in)
    return rng.uniform((fan_in, fan_out), -limit, limit)


def he_uniform__sign_and_size(fan_in, fan_out, *, rng):
    size = rng.uniform((fan_in, fan_out), 0.0, math.sqrt(6.0 / fan_in))
    xp = array_namespace(size)
    return xp.where(rng.uniform((fan_in, fan_out)) < 0.5, size, -size)


def he_uniform__in_place(fan_in, fan_out, *, rng):
    w = 2.0 * rng.uniform((fan_in, fan_out)) - 1.0
    w *= math.sqrt(6.0)
    w /= math.sqrt(fan_in)
    return w


def lecun_normal__masks(fan_in, fan_out, *, rng):
    shape = (fan_in, fan_out)
    z = rng.normal(shape)
    xp = array_namespace(z)
    for _ in range(10):
        again = rng.normal(shape)
        inside = xp.astype(xp.abs(z) <= 2.0, z.dtype)
        z = inside * z + (1.0 - inside) * again
    return z * (1.0 / 0.8796256610342398 / math.sqrt(fan_in))


def lecun_normal__last_good_candidate(fan_in, fan_out, *, rng):
    candidates = rng.normal((12, fan_in, fan_out))
    xp = array_namespace(candidates)
    w = candidates[0, :, :]
    for i in range(1, 12):
        w = xp.where(xp.abs(candidates[i, :, :]) <= 2.0, candidates[i, :, :], w)
    inside = 1.0 - 4.0 * math.exp(-2.0) / math.sqrt(2.0 * math.pi) / math.erf(math.sqrt(2.0))
    return w / math.sqrt(inside * fan_in)


def lecun_normal__scaled_before_the_cut(fan_in, fan_out, *, rng):
    std = math.sqrt(1.0 / fan_in) / 0.87962566103423978
    w = std * rng.normal((fan_in, fan_out))
    xp = array_namespace(w)
    for _ in range(16):
        w = xp.where((w < -2.0 * std) | (w > 2.0 * std), std * rng.normal((fan_in, fan_out)), w)
    return w


def lecun_normal__inverse_distribution(fan_in, fan_out, *, rng):
    """Solves Phi(z) = u by Newton's method and the series of Phi."""
    inside = math.erf(math.sqrt(2.0))
    u = inside * rng.uniform((fan_in, fan_out), -0.5, 0.5)  # Phi(z) - 1/2
    xp = array_namespace(u)
    z = u * math.sqrt(2.0 * math.pi)
    for _ in range(8):
        term, series = z, z
        for k in range(1, 24):
            term = -term * z * z / (2.0 * k)
            series = series + term / (2.0 * k + 1.0)
        z = z - (series - u * math.sqrt(2.0 * math.pi)) * xp.exp(z * z / 2.0)
        z = xp.clip(z, -2.0, 2.0)
    return z / (0.8796256610342398 * math.sqrt(fan_in))


def orthogonal__gram_schmidt(z, *, gain):
    xp = array_namespace(z)
    wide = z.shape[0] < z.shape[1]
    z = z.T if wide else z
    columns = []
    for j in range(z.shape[1]):
        v = z[:, j]
        for _ in range(2):  # once more against rounding
            for u in columns:
                v = v - xp.sum(u * v) * u
        columns.append(v / xp.sqrt(xp.sum(v * v)))
    q = xp.stack(columns, axis=1)
    return gain * (q.T if wide else q)


def orthogonal__signs_by_where(z, *, gain):
    xp = array_namespace(z)
    if z.shape[0] < z.shape[1]:
        return orthogonal__signs_by_where(xp.matrix_transpose(z), gain=gain).T
    q, r = xp.linalg.qr(z)
    return xp.where(xp.linalg.diagonal(r) < 0, -q, q) * gain


def orthogonal__diagonal_matrix(z, *, gain):
    xp = array_namespace(z)
    q, r = xp.linalg.qr(z if z.shape[0] >= z.shape[1] else z.T)
    d = xp.linalg.diagonal(r)
    eye = xp.eye(d.shape[0], dtype=z.dtype, device=z.device)
    q = q @ (eye * (d / xp.abs(d)))
    return gain * q if z.shape[0] >= z.shape[1] else gain * q.T


def orthogonal__cholesky(z, *, gain):
    xp = array_namespace(z)
    wide = z.shape[0] < z.shape[1]
    a = z.T if wide else z
    for _ in range(2):  # once more against rounding
        lower = xp.linalg.cholesky(a.T @ a)
        a = xp.linalg.solve(lower, a.T).T
    return gain * (a.T if wide else a)


def pytorch_linear__one_draw(fan_in, fan_out, *, rng):
    both = (2.0 * rng.uniform((fan_in + 1, fan_out)) - 1.0) / math.sqrt(fan_in)
    return both[:fan_in, :], both[fan_in, :]


def pytorch_linear__as_kaiming(fan_in, fan_out, *, rng):
    gain = math.sqrt(2.0 / (1.0 + math.sqrt(5.0) ** 2))
    limit = math.sqrt(3.0) * gain / math.sqrt(fan_in)
    w = rng.uniform((fan_out, fan_in), -limit, limit)
    return w.T, rng.uniform((fan_out,), -limit, limit)


def pytorch_linear__biases_first(fan_in, fan_out, *, rng):
    limit = fan_in**-0.5
    b = limit * rng.uniform((fan_out,), -1.0, 1.0)
    w = limit * rng.uniform((fan_in, fan_out), -1.0, 1.0)
    return w, b


def tanh_second_moments__midpoints_of_half_the_line(q0, fan_in, std):
    xp = array_namespace(fan_in, std)
    step = 0.005
    z = (xp.arange(1800, dtype=std.dtype, device=std.device) + 0.5) * step
    weight = 2.0 * step / math.sqrt(2.0 * math.pi) * xp.exp(-(z**2) / 2.0)
    q, h2 = [], q0 * xp.ones_like(std[0])
    for layer in range(std.shape[0]):
        h2 = xp.sum(weight * xp.tanh(std[layer] * xp.sqrt(fan_in[layer] * h2) * z) ** 2)
        q.append(h2)
    return xp.stack(q)


def tanh_second_moments__normalised_weights(q0, fan_in, std):
    xp = array_namespace(fan_in, std)
    z = xp.linspace(-8.0, 8.0, 2001, dtype=std.dtype, device=std.device)
    weight = xp.exp(-0.5 * z * z)
    weight = weight / xp.sum(weight)
    q = []
    for n, s in zip(xp.unstack(fan_in), xp.unstack(std), strict=True):
        q.append(xp.vecdot(weight, xp.tanh(xp.sqrt(n * s * s * (q[-1] if q else q0)) * z) ** 2))
    return xp.stack(q)


def tanh_second_moments__by_the_other_square(q0, fan_in, std):
    xp = array_namespace(fan_in, std)
    z = xp.linspace(-9.0, 9.0, 3601, dtype=std.dtype, device=std.device)
    weight = xp.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi) * 0.005
    q, h2 = [], q0
    for layer in range(std.shape[0]):
        e = xp.exp(-2.0 * xp.abs(xp.sqrt(fan_in[layer] * std[layer] ** 2 * h2) * z))
        h2 = xp.sum(weight * ((1.0 - e) / (1.0 + e)) ** 2)  # tanh of a positive number
        q.append(h2)
    return xp.stack(q)


def gradient_second_moments__running_product(g_out, fan_out, std):
    xp = array_namespace(fan_out, std)
    return g_out * xp.flip(xp.cumulative_prod(xp.flip(fan_out * std**2 / 2.0)))


def gradient_second_moments__backward_loop(g_out, fan_out, std):
    xp = array_namespace(fan_out, std)
    g = [g_out]
    for layer in range(std.shape[0] - 1, -1, -1):
        g.insert(0, fan_out[layer] * std[layer] ** 2 * g[0] * 0.5)
    return xp.stack(g[:-1])


def gradient_second_moments__each_layer_afresh(g_out, fan_out, std):
    xp = array_namespace(fan_out, std)
    return xp.stack([xp.prod(0.5 * fan_out[i:] * std[i:] ** 2) * g_out for i in range(std.shape[0])])
