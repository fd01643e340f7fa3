'use strict';

/* A layer that is one canvas somewhat larger than the map: `pane`, where it lies, and paint(context, place), which draws all of it. */
const Painted = L.Layer.extend({
  onAdd(owner) {
    this._canvas = el('canvas', {class: this.pane});
    this._canvas.style.position = 'absolute';
    owner.getPane(this.pane).append(this._canvas);
    owner.on('moveend viewreset resize', this.draw, this);
    this.draw();
  },
  onRemove(owner) {
    this._canvas.remove();
    owner.off('moveend viewreset resize', this.draw, this);
  },

  /* From metres to pixels of the canvas. */
  _place() {
    const size = this._map.getSize(), pad = size.multiplyBy(0.2).round(), low = this._map.containerPointToLayerPoint(pad.multiplyBy(-1));
    const scale = this._map.options.crs.scale(this._map.getZoom()), at = this._map.latLngToLayerPoint([0, 0]);
    return {scale, x: at.x - low.x, y: at.y - low.y, wide: size.x + 2 * pad.x, high: size.y + 2 * pad.y, low};
  },

  draw() {
    if (!this._map) return;
    const to = this._place(), ratio = Math.min(2, devicePixelRatio || 1), canvas = this._canvas;
    canvas.width = to.wide * ratio;
    canvas.height = to.high * ratio;
    canvas.style.width = `${to.wide}px`;
    canvas.style.height = `${to.high}px`;
    L.DomUtil.setPosition(canvas, to.low);
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    this.paint(context, to);
  }
});
