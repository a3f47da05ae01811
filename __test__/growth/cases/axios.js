'use strict';

// An interceptor of the one axios instance, added for each request.

const axios = require('../../packages/require-pinned.js')('axios');

const api = axios.create({ baseURL: 'http://127.0.0.1' });

function intercept(token) {
  return api.interceptors.request.use((config) => ({ ...config, token }));
}

exports.api = api;
exports.leak = () => {
  intercept('token');
};
exports.clean = () => {
  intercept('token');
  api.interceptors.request.clear();
};
exports.growth = [
  {
    name: 'require cache cases/axios.js › exports.api › .interceptors › .request › .handlers (Array)',
    className: 'Object',
    perLoop: 1,
  },
];
