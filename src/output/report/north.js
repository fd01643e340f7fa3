'use strict';

/* The arrow to the north, and turning the plane around a pole so that north stays up. */

/* In the middle of what is seen; null: there is a pole. */
function tiltInMiddle() {
  const at = plane.inverse(map.getCenter().lng, map.getCenter().lat);
  return at === null ? null : tiltAt(plane, ...at);
}

function drawArrow() {
  const tilt = tiltInMiddle();
  byElementId('north').style.visibility = tilt === null ? 'hidden' : 'visible';
  if (tilt === null) return;
  byElementId('north').firstElementChild.setAttribute('transform', `rotate(${tilt.toFixed(1)})`);
  byElementId('north').setAttribute('aria-label', Math.abs(tilt) < 0.5 ? 'North is up' : `North is ${number(Math.abs(tilt), 0)}° ${tilt > 0 ? 'right' : 'left'} of up`);
}

/* Draws everything anew in another plane, with the same place in the middle. */
function changePlane(next) {
  const centre = plane.inverse(map.getCenter().lng, map.getCenter().lat), scale = metresPerPixel();
  plane = next;
  for (const layer of layers.values()) for (const item of layer.items) item.shape = undefined;
  layOut();
  map.setMaxBounds(extent.pad(4));
  drawBase();
  paintBase();
  for (const layer of drawn) redrawLayer(layer);
  order();
  if (centre !== null) goToPlace(centre, scale);
  repaint();
  placeNames();
}

function turnNorthUp() {
  if (planeKind !== 'polar') return;
  const at = plane.inverse(map.getCenter().lng, map.getCenter().lat), tilt = tiltInMiddle();
  /* Right over the pole every way is up. */
  if (tilt === null || Math.abs(tilt) < MOST_TILT || 90 - Math.abs(at[1]) < 0.5) return;
  changePlane(makePlane([at[0], plane.centre[1]]));
}

function startNorth() {
  map.on('moveend', () => {
    turnNorthUp();
    drawArrow();
  });
  turnNorthUp();
  drawArrow();
}
