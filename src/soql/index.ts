/** The entry `sf-extract/soql`: statements from checked names and typed values. */
export { soql, type Soql } from './soql.js'
export { above, and, atLeast, below, equals, isIn, notEquals, or, raw, type Condition } from './conditions.js'
export { day, stamp, type Literal, type Value } from './values.js'
export { chunkIn } from './chunks.js'
export { isSoqlName } from './names.js'
