import { isErrno } from '../../../durable-files.js'
import { ExtractError } from '../../../errors/extract-error.js'

/** An optional package that a kind of state needs. Throws CONFIG_INVALID with the command that installs it. */
export async function loadOptional<Package>(name: string, load: () => Promise<Package>): Promise<Package> {
  try {
    return await load()
  } catch (cause) {
    const reason = isErrno(cause, 'ERR_MODULE_NOT_FOUND') ? 'is not installed' : 'does not load'
    throw new ExtractError('CONFIG_INVALID', `extract.state needs the package ${name}, which ${reason}.`, {
      hint: `Install it beside sf-extract: npm install ${name}`,
      cause,
    })
  }
}
