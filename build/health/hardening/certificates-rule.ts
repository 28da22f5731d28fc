import { must, type Rule } from './rule.ts';
import { calls, child, children, literal, written } from './tree.ts';

export const certificatesRule: Rule = {
  name: 'certificates',
  asks: 'a certificate that does not verify ends the connection, in the page and in the engine',
  look(tree, report) {
    const main = must(tree, 'electron/main.ts', report);
    if (main !== undefined && calls(main, 'rejectBadCertificates').length !== 1) {
      report(main, 'certificate errors are not rejected');
    }
    const source = must(tree, 'electron/security/certificates.ts', report);
    if (source !== undefined) {
      const heard = calls(source, 'app.on').find(
        (call) => literal(children(call, 'arguments')[0]) === 'certificate-error',
      );
      const handler = written(source, children(heard, 'arguments')[1]);
      if (!handler.includes('event.preventDefault();') || !handler.includes('callback(false);')) {
        report(source, 'a certificate error does not end the connection', heard);
      }
      for (const call of calls(source, 'callback')) {
        if (written(source, call) !== 'callback(false)') report(source, 'trusts a bad certificate', call);
      }
    }
    for (const each of tree.under('electron/')) {
      for (const call of calls(each, /setCertificateVerifyProc$/u)) report(each, 'verifies by itself', call);
      for (const node of each.nodes) {
        if (node.type === 'Property' && written(each, child(node, 'key')) === 'rejectUnauthorized') {
          if (literal(child(node, 'value')) !== true) report(each, 'a connection that verifies nobody', node);
        }
        if (node.type === 'Property' && written(each, child(node, 'key')) === 'checkServerIdentity') {
          report(each, 'checks names by itself', node);
        }
        if (
          node.type === 'AssignmentExpression' &&
          /NODE_TLS_REJECT_UNAUTHORIZED|rejectUnauthorized/u.test(written(each, child(node, 'left')))
        ) {
          report(each, 'turns verification off', node);
        }
      }
    }
  },
};
