// Prints the pieces of time zones in the npm package geo-tz as GeoJSON:
//   node zones-pieces.cjs Europe/Kaliningrad ...
//
// The package keeps the zones of timezone-boundary-builder (OpenStreetMap, with territorial sea) in
// a quadtree over the world. A branch has the children a (north-east), b (north-west), c
// (south-west) and d (south-east). A leaf is {pos, len}, a slice of geobuf, or a list of zone
// numbers that fill the whole cell.
const fs = require('fs')
const path = require('path')
const { createRequire } = require('module')
const from = createRequire(path.join(process.cwd(), 'package.json'))
const geobuf = from('geobuf')
const Pbf = from('pbf')

const folder = path.join(process.cwd(), 'node_modules', 'geo-tz', 'data')
const index = JSON.parse(fs.readFileSync(path.join(folder, 'timezones.geojson.index.json')))
const data = fs.readFileSync(path.join(folder, 'timezones.geojson.geo.dat'))
const wanted = process.argv.slice(2)
const features = []

function emit(tzid, geometry) {
  features.push(JSON.stringify({ type: 'Feature', properties: { tzid }, geometry }))
}

function visit(node, west, south, east, north) {
  if (node === undefined || node === null) return
  if (Array.isArray(node)) {
    for (const number of node) {
      const tzid = index.timezones[number]
      if (!wanted.includes(tzid)) continue
      emit(tzid, {
        type: 'Polygon',
        coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]]
      })
    }
  } else if (node.pos !== undefined) {
    const slice = geobuf.decode(new Pbf(data.subarray(node.pos, node.pos + node.len)))
    const list = slice.type === 'FeatureCollection' ? slice.features : [slice]
    for (const feature of list) {
      const tzid = feature.properties.tzid
      if (wanted.includes(tzid)) emit(tzid, feature.geometry)
    }
  } else {
    const x = (west + east) / 2
    const y = (south + north) / 2
    visit(node.a, x, y, east, north)
    visit(node.b, west, y, x, north)
    visit(node.c, west, south, x, y)
    visit(node.d, x, south, east, y)
  }
}

visit(index.lookup, -180, -90, 180, 90)
process.stdout.write('{"type":"FeatureCollection","features":[\n' + features.join(',\n') + '\n]}\n')
