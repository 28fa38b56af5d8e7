using System.Buffers.Binary;

namespace Sessvm.AspNetCore.Tests;

/// <summary>Writes hellos as a capture file that Wireshark reads: each the first packet of a TCP connection to port 443.</summary>
/*
    FORMAT (pcap 2.4, link type 101: raw IP)

    file   = %xD4C3B2A1 2 4 0 0 262144 101 *(seconds micros length length packet)     ; little-endian
    packet = IPv4 header, 20 bytes; TCP header, 20 bytes; the hello
*/
internal static class Capture
{
    public static void Write(Stream file, IEnumerable<byte[]> hellos)
    {
        Span<byte> head = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(head[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(head[16..], 262_144);
        BinaryPrimitives.WriteUInt32LittleEndian(head[20..], 101);
        file.Write(head);
        ushort port = 40_000;
        foreach (byte[] hello in hellos)
        {
            Packet(file, hello, port++);
        }
    }

    private static void Packet(Stream file, byte[] hello, ushort port)
    {
        Span<byte> head = stackalloc byte[16 + 40];
        head.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], 40 + hello.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], 40 + hello.Length);
        Span<byte> ip = head[16..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(40 + hello.Length));
        ip[8] = 64;
        ip[9] = 6; // TCP
        ip[12] = ip[16] = 127;
        ip[15] = ip[19] = 1;
        Span<byte> tcp = ip[20..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], 443);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], 1);
        tcp[12] = 0x50;
        tcp[13] = 0x18; // PSH, ACK
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 65_535);
        file.Write(head);
        file.Write(hello);
    }
}
