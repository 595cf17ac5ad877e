// The official Node client as a source of load: one JSON object a line, on standard input what to do, on standard output how it went.
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';
import { createPrivateKey } from 'node:crypto';
import { createInterface } from 'node:readline';

function open(who) {
    const credentials = grpc.credentials.createSsl(Buffer.from(who.tls_ca));
    const options = { 'grpc.ssl_target_name_override': who.server_name };
    return connect({
        client: new grpc.Client(who.target, credentials, options),
        identity: { mspId: who.msp_id, credentials: Buffer.from(who.certificate) },
        signer: signers.newPrivateKeySigner(createPrivateKey(who.key)),
        hash: hash.sha256,
    });
}

async function perform(contract, todo) {
    const call = (todo.kind === 'evaluate' ? contract.evaluateTransaction : contract.submitTransaction).bind(contract);
    const taken = new Array(todo.count);
    let next = 0;
    async function worker() {
        while (next < todo.count) {
            const index = next++;
            const begun = performance.now();
            await call(todo.function, ...(todo.value === null ? [] : [String(index % todo.keys), todo.value]));
            taken[index] = Math.round((performance.now() - begun) * 1000) / 1000;
        }
    }
    const began = performance.now();
    await Promise.all(Array.from({ length: todo.in_flight }, worker));
    return { seconds: (performance.now() - began) / 1000, milliseconds: taken };
}

let waiting = 0;

function begin(gateway, requests) {
    for (const request of requests) {
        waiting += 1;
        gateway.newCommit(Buffer.from(request, 'base64')).getStatus().catch(() => {}).finally(() => (waiting -= 1));
    }
    return { open: waiting };
}

let gateway, network;
for await (const line of createInterface({ input: process.stdin })) {
    const given = JSON.parse(line);
    let answer = {};
    if (gateway === undefined) {
        gateway = open(given);
        network = gateway.getNetwork(given.channel);
    } else {
        answer = given.commits === null ? await perform(network.getContract(given.chaincode), given) : begin(gateway, given.commits);
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
}
process.exit();
