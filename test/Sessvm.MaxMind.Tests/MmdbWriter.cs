using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Sessvm.MaxMind.Tests;

/// <summary>Writes a small database in MaxMind's format, version 2.0, with records of 32 bits and IPv4 at <c>::/96</c>.</summary>
internal sealed class MmdbWriter(string type = "Test-ASN")
{
    private const int Separator = 16;

    private readonly List<int[]> _nodes = [[-1, -1]];
    private readonly List<(int Node, int Bit, int Offset)> _leaves = [];
    private readonly MemoryStream _data = new();

    /// <summary>Gives a network its number, together with the name that real databases have beside it.</summary>
    public MmdbWriter Add(string network, uint number)
    {
        int offset = (int)_data.Position;
        Map(_data, 2);
        Text(_data, "autonomous_system_number");
        Number(_data, number);
        Text(_data, "autonomous_system_organization");
        Text(_data, $"Network {number}");
        return Place(network, offset);
    }

    /// <summary>Gives a network a record of raw bytes.</summary>
    public MmdbWriter AddRaw(string network, params byte[] record)
    {
        int offset = (int)_data.Position;
        _data.Write(record);
        return Place(network, offset);
    }

    public byte[] ToBytes(uint builtAt = 1_700_000_000)
    {
        foreach ((int node, int bit, int offset) in _leaves)
        {
            _nodes[node][bit] = _nodes.Count + Separator + offset;
        }

        MemoryStream file = new();
        Span<byte> record = stackalloc byte[4];
        foreach (int value in _nodes.SelectMany(node => node))
        {
            BinaryPrimitives.WriteInt32BigEndian(record, value < 0 ? _nodes.Count : value);
            file.Write(record);
        }

        file.Write(new byte[Separator]);
        _data.WriteTo(file);
        file.Write([0xAB, 0xCD, 0xEF, .. Encoding.ASCII.GetBytes("MaxMind.com")]);
        Map(file, 6);
        Text(file, "node_count");
        Number(file, (uint)_nodes.Count);
        Short("record_size", 32);
        Short("ip_version", 6);
        Short("binary_format_major_version", 2);
        Text(file, "build_epoch");
        file.Write([0x04, 0x02]); // 4 bytes of a 64-bit number
        BinaryPrimitives.WriteUInt32BigEndian(record, builtAt);
        file.Write(record);
        Text(file, "database_type");
        Text(file, type);
        return file.ToArray();

        void Short(string key, byte value)
        {
            Text(file, key);
            file.Write([0xA1, value]);
        }
    }

    private MmdbWriter Place(string network, int offset)
    {
        IPNetwork read = IPNetwork.Parse(network);
        byte[] bytes = read.BaseAddress.GetAddressBytes();
        int bits = read.PrefixLength;
        if (bytes.Length == 4)
        {
            bytes = [.. new byte[12], .. bytes];
            bits += 96;
        }

        int node = 0;
        for (int i = 0; i < bits - 1; i++)
        {
            int bit = Bit(i);
            if (_nodes[node][bit] < 0)
            {
                _nodes[node][bit] = _nodes.Count;
                _nodes.Add([-1, -1]);
            }

            node = _nodes[node][bit];
        }

        _leaves.Add((node, Bit(bits - 1), offset));
        return this;

        int Bit(int place) => (bytes[place / 8] >> (7 - (place % 8))) & 1;
    }

    private static void Map(Stream to, int entries) => to.WriteByte((byte)(0xE0 | entries));

    private static void Text(Stream to, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length < 29)
        {
            to.WriteByte((byte)(0x40 | bytes.Length));
        }
        else
        {
            to.Write([0x5D, (byte)(bytes.Length - 29)]);
        }

        to.Write(bytes);
    }

    private static void Number(Stream to, uint value)
    {
        to.WriteByte(0xC4);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        to.Write(bytes);
    }
}
