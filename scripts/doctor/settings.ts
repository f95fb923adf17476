import { lookAtSettings, unknownSettings, type SettingValues } from '../../src/config.ts'
import { StartError } from '../../src/start-error.ts'
import { weightsIn } from '../../src/wire.ts'
import type { Finding } from './finding.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Names of the notifier, a process of its own that may share an environment with this one. */
const ofNotifier = ['YISANYI_URL', 'YISANYI_NOTIFIER_KEY']

const checkWeights = ({ weightsFile }: Partial<SettingValues>): readonly Finding[] => {
  if (weightsFile === undefined || weightsFile === 'shipped') return []
  try {
    weightsIn({ weightsFile })
    return []
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    return [
      {
        state: 'bad',
        what: {
          zh: '设置 YISANYI_WEIGHTS 指定的文件不能用',
          en: 'the file of the setting YISANYI_WEIGHTS cannot be used',
        },
        remedy: {
          zh: '用 npm run learn:weights 重新写出，或取消该设置',
          en: 'write it anew with npm run learn:weights, or unset it',
        },
      },
    ]
  }
}

const checkKeys = ({ masterKeys }: Partial<SettingValues>): readonly Finding[] => {
  if (masterKeys === undefined) return []
  if (masterKeys.length > 0) {
    const what = `YISANYI_KEYS: ${masterKeys.map(({ id }) => id).join(', ')}`
    return [{ state: 'ok', what: { zh: what, en: what } }]
  }
  return [
    {
      state: 'note',
      what: {
        zh: '没有设置 YISANYI_KEYS:密钥会生成在数据旁边',
        en: 'YISANYI_KEYS is not set: a key is generated beside the data',
      },
      remedy: {
        zh: '正式运行请设置 YISANYI_KEYS 并另行备份',
        en: 'set YISANYI_KEYS and back it up apart from the data',
      },
    },
  ]
}

const checkNames = (environment: Environment): readonly Finding[] =>
  unknownSettings(environment)
    .filter((name) => !ofNotifier.includes(name))
    .map((name) => ({
      state: 'note',
      what: { zh: `没有名为 ${name} 的设置，不起作用`, en: `no setting is named ${name}: it has no effect` },
      remedy: {
        zh: '检查拼写；全部设置见 npm run start -- --help',
        en: 'look at its spelling; npm run start -- --help lists all settings',
      },
    }))

/** Everything that is wrong with the settings at once, and the values of those that are right. */
export function checkSettings(environment: Environment = process.env): {
  readonly values: Partial<SettingValues>
  readonly findings: readonly Finding[]
} {
  const { values, troubles } = lookAtSettings(environment)
  const wrong = [
    ...troubles.map(({ problem, remedy }): Finding => ({ state: 'bad', what: problem, remedy })),
    ...checkWeights(values),
  ]
  const right: Finding = { state: 'ok', what: { zh: '各项设置无误', en: 'settings' } }
  return {
    values,
    findings: [...(wrong.length === 0 ? [right] : wrong), ...checkNames(environment), ...checkKeys(values)],
  }
}
