throw Object.assign(new RangeError('no `device`'), { code: 'ENODEVICE', held: { big: new Array(1000) } });
