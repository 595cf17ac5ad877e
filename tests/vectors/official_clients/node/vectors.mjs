// Makes messages with the official Node client, and takes ours: a job as JSON on standard input, its results on standard output.
import * as grpc from '@grpc/grpc-js';
import { checkpointers, connect, hash, signers } from '@hyperledger/fabric-gateway';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const job = JSON.parse(readFileSync(0, 'utf8'));
const restores = {
    proposal: ['newProposal', 'newSignedProposal'],
    transaction: ['newTransaction', 'newSignedTransaction'],
    commit: ['newCommit', 'newSignedCommit'],
    chaincode_events: ['newChaincodeEventsRequest', 'newSignedChaincodeEventsRequest'],
    block_events: ['newBlockEventsRequest', 'newSignedBlockEventsRequest'],
    filtered_block_events: ['newFilteredBlockEventsRequest', 'newSignedFilteredBlockEventsRequest'],
    block_and_private_data_events: ['newBlockAndPrivateDataEventsRequest', 'newSignedBlockAndPrivateDataEventsRequest'],
};
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

function open(client, identity) {
    return connect({
        client,
        identity: { mspId: identity.msp_id, credentials: Buffer.from(identity.certificate) },
        hash: hash[identity.hash],
    });
}

async function send(kind, message) {
    const sent = { proposal: 'endorse', transaction: 'submit', commit: 'getStatus' }[kind] ?? 'getEvents';
    const answer = await message[sent]();
    if (sent === 'getEvents') {
        for await (const _ of answer) break;
        answer.close();
    }
    return answer;
}

async function make(gateway, identity) {
    const sign = signers.newPrivateKeySigner(createPrivateKey(identity.key));
    const made = {};
    const signed = async (kind, message) => {
        const signature = await sign(message.getDigest());
        const restored = gateway[restores[kind][1]](message.getBytes(), signature);
        made[kind] = {
            bytes: base64(message.getBytes()),
            digest: base64(message.getDigest()),
            signature: base64(signature),
            signed: base64(restored.getBytes()),
            transaction_id: message.getTransactionId?.() ?? '',
        };
        return restored;
    };
    const network = gateway.getNetwork('contracts');
    const proposal = network.getContract('basic', 'registry').newProposal('put', {
        arguments: ['契約', Buffer.from([0, 255])],
        transientData: { salt: 'a salt' },
        endorsingOrganizations: ['Org1MSP', 'Org2MSP'],
    });
    const transaction = await (await signed('proposal', proposal)).endorse();
    const commit = await (await signed('transaction', transaction)).submit();
    await signed('commit', commit);
    const checkpoint = checkpointers.inMemory();
    await checkpoint.checkpointTransaction(7n, 'tx');
    await signed('chaincode_events', network.newChaincodeEventsRequest('basic', { checkpoint }));
    await signed('block_events', network.newBlockEventsRequest({ startBlock: 3n }));
    await signed('filtered_block_events', network.newFilteredBlockEventsRequest({ startBlock: 0n }));
    await signed('block_and_private_data_events', network.newBlockAndPrivateDataEventsRequest());
    return made;
}

async function take(gateway, ours) {
    const taken = {};
    for (const [kind, message] of Object.entries(ours)) {
        const [unsigned, withSignature] = restores[kind];
        const restored = gateway[unsigned](Buffer.from(message.bytes, 'base64'));
        const signed = gateway[withSignature](Buffer.from(message.bytes, 'base64'), Buffer.from(message.signature, 'base64'));
        taken[kind] = {
            bytes: base64(restored.getBytes()),
            digest: base64(restored.getDigest()),
            signed: base64(signed.getBytes()),
            transaction_id: restored.getTransactionId?.() ?? '',
        };
        await send(kind, gateway[unsigned](Buffer.from(message.signed, 'base64')));
    }
    return taken;
}

async function checkpoints() {
    const path = (name) => join(job.folder, name);
    await checkpointers.file(path('untouched'));
    await (await checkpointers.file(path('block'))).checkpointBlock(7n);
    await (await checkpointers.file(path('transaction'))).checkpointTransaction(7n, 'tx');
    const read = {};
    for (const name of job.our_checkpoints) {
        const checkpoint = await checkpointers.file(path(name));
        read[name] = [checkpoint.getBlockNumber()?.toString() ?? null, checkpoint.getTransactionId() ?? ''];
    }
    return read;
}

const client = new grpc.Client(job.target, grpc.credentials.createInsecure());
const results = { made: {}, taken: {}, checkpoints: await checkpoints() };
for (const [name, identity] of Object.entries(job.identities)) {
    const gateway = open(client, identity);
    results.made[name] = await make(gateway, identity);
    results.taken[name] = await take(gateway, job.ours[name]);
    gateway.close();
}
client.close();
process.stdout.write(JSON.stringify(results));
