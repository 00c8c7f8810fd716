using System.Buffers.Binary;
using System.Text;

namespace CbmExchange.Testing.Wire;

/// <summary>A whole message of PostgreSQL's protocol 3.0.</summary>
internal sealed record WireFrame(char Type, byte[] Bytes)
{
    private const int LengthBytes = 4;
    private const int CancelRequest = 80877102;

    /// <summary>True when this opens a connection that only cancels.</summary>
    public bool IsCancel =>
        Type == '^' && BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(LengthBytes)) == CancelRequest;

    /// <summary>The program of a startup message: the second word of the store's application_name.</summary>
    public string Program
    {
        get
        {
            var words = Encoding.UTF8.GetString(Bytes).Split('\0');
            var name = Array.IndexOf(words, "application_name");
            return name < 0 ? "other" : words[name + 1].Split('-') is [_, var program, ..] ? program : words[name + 1];
        }
    }

    /// <summary>The next message; null at the end.</summary>
    public static async Task<WireFrame?> ReadAsync(Stream stream, bool isStartup)
    {
        var head = new byte[isStartup ? LengthBytes : LengthBytes + 1];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(head.Length - LengthBytes));
        var bytes = new byte[head.Length + length - LengthBytes];
        head.CopyTo(bytes, 0);
        var body = bytes.AsMemory(head.Length);
        return await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false) < body.Length
            ? null : new WireFrame(isStartup ? '^' : (char)head[0], bytes);
    }

    /// <summary>ErrorResponse.</summary>
    public static byte[] Error(WireFault fault)
    {
        var severity = fault.IsFatal ? "FATAL" : "ERROR";
        var body = Encoding.UTF8.GetBytes($"S{severity}\0V{severity}\0C{fault.SqlState}\0Minjected\0\0");
        var bytes = new byte[1 + LengthBytes + body.Length];
        bytes[0] = (byte)'E';
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), LengthBytes + body.Length);
        body.CopyTo(bytes, 1 + LengthBytes);
        return bytes;
    }

    /// <summary>ReadyForQuery outside a transaction.</summary>
    public static byte[] Ready() => [(byte)'Z', 0, 0, 0, 5, (byte)'I'];
}
