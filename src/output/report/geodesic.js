'use strict';

/* Lengths on the WGS 84 ellipsoid. */

/* The shortest line between two places in degrees: {metres, azimuth}. After Karney, Algorithms for geodesics, J. Geodesy 87 (2013) 43, by its
 * integrals (equations 7, 8), which are taken numerically; the azimuth at the first place is found by bisection and Newton's method. */
function inverseGeodesic(lon1, lat1, lon2, lat2) {
  const F = 1 / 298.257223563, B = 6378137 * (1 - F), E2 = F * (2 - F), EP2 = E2 / (1 - E2), RADIAN = Math.PI / 180;
  const lambda = Math.abs(lon2 - lon1 - 360 * Math.round((lon2 - lon1) / 360)) * RADIAN, east = Math.sign(Math.sin((lon2 - lon1) * RADIAN)) || 1;
  /* The first place is put to the south, and farther from the equator. */
  let [from, to] = [lat1 * RADIAN, lat2 * RADIAN];
  const swapped = Math.abs(from) < Math.abs(to);
  if (swapped) [from, to] = [to, from];
  const mirrored = from > 0;
  if (mirrored) [from, to] = [-from, -to];
  const reduced = lat => Math.atan2((1 - F) * Math.sin(lat), Math.max(Math.cos(lat), 1e-200)), beta1 = reduced(from), beta2 = reduced(to);
  const [s1, c1, s2, c2] = [Math.sin(beta1), Math.cos(beta1), Math.sin(beta2), Math.cos(beta2)];

  /* Where a geodesic that leaves the first place at an azimuth meets the second latitude, and the integrals up to there. */
  function trace(alpha1) {
    const sa = Math.sin(alpha1), ca = Math.cos(alpha1), sa0 = sa * c1, ca0 = Math.hypot(ca, sa * s1), k2 = EP2 * ca0 * ca0;
    const ca2 = Math.sqrt(Math.max(0, ca * ca * c1 * c1 + (c2 * c2 - c1 * c1))) / c2, sa2 = sa0 / c2;
    const sigma1 = Math.atan2(s1, ca * c1);
    let sigma2 = Math.atan2(s2, ca2 * c2);
    if (sigma2 < sigma1) sigma2 += 2 * Math.PI;
    const omega1 = Math.atan2(sa0 * Math.sin(sigma1), Math.cos(sigma1));
    let omega12 = Math.atan2(sa0 * Math.sin(sigma2), Math.cos(sigma2)) - omega1;
    if (omega12 < 0) omega12 += 2 * Math.PI;
    let length = 0, turn = 0;
    const half = (sigma2 - sigma1) / 2, middle = (sigma2 + sigma1) / 2;
    for (const [node, weight] of gauss) {
      const sine = Math.sin(middle + half * node), root = Math.sqrt(1 + k2 * sine * sine);
      length += weight * root;
      turn += weight * (2 - F) / (1 + (1 - F) * root);
    }
    return {metres: B * half * length, lambda: omega12 - F * sa0 * half * turn, sa, ca, sa2, ca2, sigma: 2 * half};
  }

  let low = 0, high = Math.PI, best = null, alpha = null;
  /* A short one by its chord c, c + c³/24R², which is right to 0.1 mm up to 20 km; one along the equator is part of it. */
  const [p, q] = [[lon1, lat1], [lon2, lat2]].map(([lon, lat]) => {
    const [x, y] = [lon * RADIAN, lat * RADIAN], normal = 6378137 / Math.sqrt(1 - E2 * Math.sin(y) ** 2);
    return [normal * Math.cos(y) * Math.cos(x), normal * Math.cos(y) * Math.sin(x), normal * (1 - E2) * Math.sin(y)];
  });
  const chord = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  if (chord < 20000) {
    const [x, y] = [lon1 * RADIAN, lat1 * RADIAN], d = q.map((value, i) => value - p[i]);
    const toEast = d[1] * Math.cos(x) - d[0] * Math.sin(x),
      toNorth = d[2] * Math.cos(y) - Math.sin(y) * (d[0] * Math.cos(x) + d[1] * Math.sin(x));
    return {metres: chord + chord ** 3 / 24 / 6371000 ** 2, azimuth: Math.atan2(toEast, toNorth) / RADIAN};
  }
  if (Math.abs(from) + Math.abs(to) < 4e-6 && lambda <= (1 - F) * Math.PI)
    return {metres: Math.hypot(6378137 * lambda, 6335439 * (to - from)), azimuth: 90 * east};
  if (lambda < 1e-12 && !(c1 < 1e-12)) {
    best = trace(0);
  } else {
    for (let i = 0; i < 120; i++) {
      alpha ??= Math.atan2(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda)); // of the sphere
      if (!(alpha > low && alpha < high)) alpha = (low + high) / 2;
      best = trace(alpha);
      const off = best.lambda - lambda;
      if (Math.abs(off) < 1e-15 || high - low < 1e-16) break;
      if (off > 0) high = alpha;
      else low = alpha;
      /* A secant; bisection where it leaves the bracket. */
      const step = 1e-7, slope = (trace(alpha + step).lambda - best.lambda) / step, next = alpha - off / slope;
      if (Math.abs(next - alpha) < 1e-15) break;
      alpha = Number.isFinite(next) && next > low && next < high && i < 60 ? next : (low + high) / 2;
    }
  }
  let [sine, cosine] = swapped ? [best.sa2, best.ca2] : [best.sa, best.ca];
  if (swapped !== mirrored) cosine = -cosine;
  return {metres: best.metres, azimuth: Math.atan2(east * sine, cosine) / RADIAN};
}

/* Gauss and Legendre's nodes and weights. */
const gauss = (n => Array.from({length: n}, (_, i) => {
  let x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5)), slope = 1;
  for (let turn = 0; turn < 8; turn++) {
    let [before, value] = [1, x];
    for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
    slope = n * (x * value - before) / (x * x - 1);
    x -= value / slope;
  }
  return [x, 2 / ((1 - x * x) * slope * slope)];
}))(24);
