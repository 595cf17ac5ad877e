// The benchmark's chaincode on the official Node runtime.
'use strict';

const { Contract } = require('fabric-contract-api');

class Values extends Contract {
    async nothing() {}

    async put(context, key, value) {
        await context.stub.putState(key, Buffer.from(value));
    }

    async some(context, number, value) {
        const first = await context.stub.getState('a' + number);
        const second = await context.stub.getState('b' + number);
        for (const prefix of ['a', 'b', 'c']) {
            await context.stub.putState(prefix + number, Buffer.from(value));
        }
        return Buffer.concat([first, second]).toString();
    }
}

exports.contracts = [Values];
