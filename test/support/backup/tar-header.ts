// A header of a tar archive made by hand, for what no program would write.

/** With its checksum; names of up to 100 bytes. */
export function tarHeader(name: string, flag: string, size = 0, link = '', major = 0): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100, 'latin1');
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(flag, 156);
  block.write(link, 157, 100, 'latin1');
  block.write('ustar\u000000', 257);
  block.write(`${major.toString(8).padStart(7, '0')}\0`, 329);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
