export interface Place {
  latitude: number
  longitude: number
}

/** Miles or kilometres along the great circle between two places (haversine). */
export function distance(from: Place, to: Place, unit: 'mi' | 'km'): number {
  const latitudes = radians(to.latitude - from.latitude)
  const longitudes = radians(to.longitude - from.longitude)
  const chord =
    Math.sin(latitudes / 2) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(longitudes / 2) ** 2
  return 2 * EARTH_RADIUS[unit] * Math.asin(Math.min(1, Math.sqrt(chord)))
}

const EARTH_RADIUS = { km: 6371.0088, mi: 3958.7613 }

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
