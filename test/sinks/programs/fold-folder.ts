/** Folds the files of an output folder, as the command compact does. */
import { systemClock } from '../../../src/clock.js'
import { compactFolder } from '../../../src/runs/compact/compact-folder.js'

await compactFolder({ folder: process.argv[2]! }, { clock: systemClock })
