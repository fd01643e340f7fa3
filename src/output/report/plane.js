'use strict';

/* The map's plane: Lambert's azimuthal equal-area projection of the WGS 84 ellipsoid around a centre. Equations are numbered as in Snyder, Map
 * Projections: A Working Manual, USGS Professional Paper 1395 (1987). Degrees on the one side, metres on the other. */
function makePlane([lon0, lat0]) {
  const A = 6378137, F = 1 / 298.257223563, E2 = F * (2 - F), E = Math.sqrt(E2), RADIAN = Math.PI / 180;
  const within = x => Math.max(-1, Math.min(1, x));

  function q(lat) { // (3-12)
    const s = Math.sin(lat * RADIAN), es = E * s;
    return (1 - E2) * (s / (1 - es * es) - Math.log((1 - es) / (1 + es)) / (2 * E));
  }
  const qPole = q(90), radius = A * Math.sqrt(qPole / 2); // (3-13)
  const authalic = lat => Math.asin(within(q(lat) / qPole)); // (3-11)
  function geodetic(beta) { // (3-18)
    const e4 = E2 * E2, e6 = e4 * E2;
    return (beta + (E2 / 3 + 31 * e4 / 180 + 517 * e6 / 5040) * Math.sin(2 * beta) + (23 * e4 / 360 + 251 * e6 / 3780) * Math.sin(4 * beta) +
      761 * e6 / 45360 * Math.sin(6 * beta)) / RADIAN;
  }
  const beta0 = authalic(lat0), sin0 = Math.sin(beta0), cos0 = Math.cos(beta0), polar = Math.abs(lat0) > 90 - 1e-9;
  const s0 = Math.sin(lat0 * RADIAN), d = polar ? 1 : A * Math.cos(lat0 * RADIAN) / Math.sqrt(1 - E2 * s0 * s0) / (radius * cos0); // (24-20)
  const turned = lon => lon - 360 * Math.round(lon / 360);

  return {
    centre: [lon0, lat0],
    /* Null opposite of the centre. */
    forward(lon, lat) {
      const l = (lon - lon0) * RADIAN, beta = authalic(lat), sinB = Math.sin(beta), cosB = Math.cos(beta);
      if (polar) { // (24-23), (24-25)
        const rho = A * Math.sqrt(Math.max(0, qPole - Math.sign(lat0) * q(lat)));
        return [rho * Math.sin(l), -Math.sign(lat0) * rho * Math.cos(l)];
      }
      const k = 1 + sin0 * sinB + cos0 * cosB * Math.cos(l);
      if (k < 1e-9) return null;
      const b = radius * Math.sqrt(2 / k); // (24-19)
      return [b * d * cosB * Math.sin(l), b / d * (cos0 * sinB - sin0 * cosB * Math.cos(l))]; // (24-17), (24-18)
    },
    /* Null outside of the plane's disc. */
    inverse(x, y) {
      const rho = polar ? Math.hypot(x, y) : Math.hypot(x / d, d * y); // (24-28)
      if (rho > 2 * radius) return null;
      if (rho < 1e-6) return [turned(lon0), lat0];
      if (polar) {
        const north = Math.sign(lat0), beta = north * Math.asin(within(1 - rho * rho / (A * A * qPole))); // (24-32)
        return [turned(lon0 + Math.atan2(x, -north * y) / RADIAN), geodetic(beta)];
      }
      const c = 2 * Math.asin(rho / (2 * radius)), sinC = Math.sin(c), cosC = Math.cos(c); // (24-29)
      const beta = Math.asin(within(cosC * sin0 + d * y * sinC * cos0 / rho)); // (24-30)
      return [turned(lon0 + Math.atan2(x * sinC, d * rho * cos0 * cosC - d * d * y * sin0 * sinC) / RADIAN), geodetic(beta)]; // (24-26)
    }
  };
}

/* Mercator's projection of the WGS 84 ellipsoid around a meridian: north is up everywhere, and shapes are right; lengths only by the latitude. */
function makeMercator(lon0) {
  const A = 6378137, F = 1 / 298.257223563, E = Math.sqrt(F * (2 - F)), RADIAN = Math.PI / 180, HIGHEST = 89.5;
  const isometric = sine => Math.atanh(sine) - E * Math.atanh(E * sine); // (7-7)
  return {
    centre: [lon0, 0],
    around: 2 * Math.PI * A,
    forward(lon, lat) {
      return this.spread(lon - 360 * Math.round((lon - lon0) / 360), lat);
    },
    /* The same of longitudes that go on beyond the edge of the map. */
    spread(lon, lat) {
      return [A * (lon - lon0) * RADIAN, A * isometric(Math.sin(Math.max(-HIGHEST, Math.min(HIGHEST, lat)) * RADIAN))];
    },
    longitude: x => lon0 + x / A / RADIAN,
    inverse(x, y) {
      let sine = Math.tanh(y / A);
      for (let i = 0; i < 8; i++) sine = Math.tanh(y / A + E * Math.atanh(E * sine)); // as (7-9)
      const lon = this.longitude(x);
      return [lon - 360 * Math.round(lon / 360), Math.asin(sine) / RADIAN];
    }
  };
}

/* Longitudes and latitudes as metres on a sphere, in which the base map of all the earth is written. */
const plate = {
  inverse(x, y) {
    const degree = 6371007.1809184747 * Math.PI / 180;
    return [x / degree, y / degree];
  }
};

/* The angle from up to north in a plane, in degrees, clockwise; null: there is none, as at a pole. */
function tiltAt(of, lon, lat) {
  if (Math.abs(lat) > 89.99) return null;
  const step = lat > 0 ? -1e-3 : 1e-3, from = of.forward(lon, lat), to = of.forward(lon, lat + step);
  if (from === null || to === null) return null;
  return Math.atan2((to[0] - from[0]) / step, (to[1] - from[1]) / step) * 180 / Math.PI;
}
