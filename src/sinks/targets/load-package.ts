import { isErrno } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'

/** An optional package. Throws CONFIG_INVALID with the command that installs it. */
export async function loadPackage<Package>(
  load: () => Promise<Package>,
  { name, target }: { name: string; target: string },
): Promise<Package> {
  try {
    return await load()
  } catch (cause) {
    const reason = isErrno(cause, 'ERR_MODULE_NOT_FOUND') ? 'is not installed' : 'does not load'
    const plain = name.replace(/(?<=.)@.*$/, '')
    throw new ExtractError('CONFIG_INVALID', `${target} needs the package ${plain}, which ${reason}.`, {
      hint: `Install it beside sf-extract: npm install ${name}`,
      cause,
    })
  }
}
