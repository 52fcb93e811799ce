"""Rigid maps as 4x4 RAS mm matrices that lead fixed points to moving points."""
import numpy as np

LPS = np.diag([-1., -1., 1., 1.])


def turn(axis, degrees):
    """Rotation matrix about an axis (Rodrigues)."""
    x, y, z = np.asarray(axis, float) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.deg2rad(degrees)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def rigid(rotation, shift, centre):
    m = np.eye(4)
    m[:3, :3] = rotation
    m[:3, 3] = np.asarray(centre) + shift - rotation @ centre
    return m


def apply(m, points):
    return points @ m[:3, :3].T + m[:3, 3]


def error_mm(a, b, points):
    """Mean distance of where two maps put the points."""
    return float(np.linalg.norm(apply(a, points) - apply(b, points), axis=1).mean())


def nearest_rigid(m, points):
    """The rigid map nearest to an affine one at the points (Procrustes)."""
    q = apply(m, points)
    u, _, vt = np.linalg.svd((points - points.mean(0)).T @ (q - q.mean(0)))
    r = vt.T @ np.diag([1, 1, np.sign(np.linalg.det(vt.T @ u.T))]) @ u.T
    return rigid(r, q.mean(0) - points.mean(0), points.mean(0))


def random_motion(rng, centre, mm, degrees):
    """A motion of a length and an angle drawn from two ranges, about a centre."""
    shift = rng.normal(size=3)
    shift *= rng.uniform(*mm) / np.linalg.norm(shift)
    return rigid(turn(rng.normal(size=3), rng.uniform(*degrees)), shift, centre)


def read_itk(path):
    """ITK text transform (affine, Euler3D or versor) to RAS."""
    lines = dict(line.split(':', 1) for line in open(path) if ':' in line)
    p = np.array(lines['Parameters'].split(), float)
    c = np.array(lines['FixedParameters'].split()[:3], float)
    kind = lines['Transform'].strip()
    if kind.startswith(('Affine', 'MatrixOffset')):
        r, t = p[:9].reshape(3, 3), p[9:12]
    elif kind.startswith('Euler3D'):
        r, t = turn([0, 0, 1], np.rad2deg(p[2])) @ turn([1, 0, 0], np.rad2deg(p[0])) @ turn([0, 1, 0], np.rad2deg(p[1])), p[3:6]
    else:       # versor
        length = np.linalg.norm(p[:3])
        r = turn(p[:3], np.rad2deg(2 * np.arcsin(length))) if length > 0 else np.eye(3)
        t = p[3:6]
    m = np.eye(4)
    m[:3, :3], m[:3, 3] = r, t + c - r @ c
    return LPS @ m @ LPS
