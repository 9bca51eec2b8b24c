import {join} from 'node:path'
import {expect} from 'chai'
import {nodeOf} from '../clients/client.js'
import {useClient} from '../clients/use-client.js'
import {pack} from '../install/registry.js'
import {writeStranger} from '../install/stranger-folder.js'
import {usePlugins} from './use-plugins.js'

/** The ends of the range of Nodes; the suite itself runs on one in it. */
const ENDS = [20, 24].filter((major) => major !== Number.parseInt(process.versions.node, 10))

for (const major of ENDS)
  describe(`ccs plugins on Node ${major}`, function () {
    this.timeout(60_000)
    const node = useClient(nodeOf(major))
    const {home, done, strangers, registry} = usePlugins(node)
    const shown = async () =>
      (await done('plugins'))
        .match(/acme .*/)?.[0]
        .replace(/ +/g, ' ')
        .trim()

    it('takes a packed tarball, and gives it back', async () => {
      pack(writeStranger(join(home(), 'acme'), 'acme'))
      await done('plugins', 'install', 'acme-provider-1.0.0.tgz')
      expect(strangers()).to.deep.equal(['provider acme: acme-provider 1.0.0 user'])
      expect(await shown()).to.equal('acme acme-provider 1.0.0 user')
      await done('plugins', 'uninstall', 'acme-provider')
      expect(await shown()).to.equal(undefined)
    })

    it('links a folder', async () => {
      writeStranger(join(home(), 'acme'), 'acme')
      await done('plugins', 'link', 'acme')
      expect(await shown()).to.equal('acme acme-provider 1.0.0 linked')
      await done('plugins', 'unlink', 'acme-provider')
      expect(await shown()).to.equal(undefined)
    })

    it('takes a name, and its next version on update', async () => {
      const folder = writeStranger(join(home(), 'acme'), 'acme')
      registry().publish(folder)
      await done('plugins', 'install', 'acme-provider')
      registry().publish(writeStranger(folder, 'acme', {version: '1.2.0'}))
      await done('plugins', 'update')
      expect(await shown()).to.equal('acme acme-provider 1.2.0 user')
    })
  })
