import { ExtractError } from './extract-error.js'

/**
 * A package that is installed by those who use what needs it. Throws CONFIG_INVALID with the command that installs it;
 * `user` is what messages call the thing that needs it, and `name` may have a version behind it.
 */
export async function loadOptional<Package>(
  load: () => Promise<Package>,
  { name, user }: { name: string; user: string },
): Promise<Package> {
  try {
    return await load()
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    const reason = isMissing ? 'is not installed' : 'does not load'
    const plain = name.replace(/(?<=.)@.*$/, '')
    throw new ExtractError('CONFIG_INVALID', `${user} needs the package ${plain}, which ${reason}.`, {
      hint: `Install it beside sf-extract: npm install ${name}`,
      cause,
    })
  }
}
