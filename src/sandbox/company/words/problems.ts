export interface Problem {
  subject: string
  description: string
  type: string
  reason: string
}

/** What customers report. `{product}` is filled in. */
export const PROBLEMS: readonly Problem[] = [
  problem(
    'leaks at the shaft',
    'Since Monday our {product} loses about a litre an hour.\nPhotos follow.',
    'Mechanical',
    'Breakdown',
  ),
  problem(
    'does not start',
    "The {product} doesn't start after the power cut. The red lamp blinks three times.",
    'Electrical',
    'Breakdown',
  ),
  problem(
    'error E17',
    'Display of the {product} shows "E17". The manual says nothing about it.',
    'Electronic',
    'Equipment Complexity',
  ),
  problem('too loud', 'The {product} hums at night; the neighbours complain.', 'Mechanical', 'Performance'),
  problem(
    'pressure drops',
    'Pressure falls below 2 bar within ten minutes, then the {product} stops.',
    'Mechanical',
    'Performance',
  ),
  problem(
    'cannot be reached',
    'We cannot reach the {product} from the control room any more. IP 10.0.4.17, port 502.',
    'Electronic',
    'Installation',
  ),
  problem(
    'wrong part delivered',
    'We ordered parts for a {product} and got those of the older model.',
    'Other',
    'Feedback',
  ),
  problem(
    'question about the invoice',
    'The service of our {product} was charged twice, please check.',
    'Other',
    'Feedback',
  ),
  problem(
    'cracked housing',
    'Frost damage, the housing of the {product} has a crack of 3 cm.',
    'Structural',
    'Equipment Design',
  ),
  problem('manual in Spanish', '¿Tienen el manual del {product} en español? Gracias.', 'Other', 'Installation'),
  problem(
    'Firmware-Update schlägt fehl',
    'Beim Update der {product} bricht die Verbindung nach 80 % ab.',
    'Electronic',
    'Installation',
  ),
  problem(
    'fuse blows',
    'The fuse blows as soon as the {product} reaches full speed.',
    'Electrical',
    'Equipment Design',
  ),
]

function problem(subject: string, description: string, type: string, reason: string): Problem {
  return { subject, description, type, reason }
}
