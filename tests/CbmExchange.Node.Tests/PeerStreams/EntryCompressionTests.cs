using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>What back-fill is packed into comes back as it was, and garbage is refused within its bounds.</summary>
public sealed class EntryCompressionTests
{
    private const int BytesMax = 64 * 1024;

    [Fact]
    public void Any_bytes_come_back_as_they_were()
    {
        var random = new Random(20261130);
        for (var turn = 0; turn < 300; turn++)
        {
            var message = new List<byte>();
            for (var piece = random.Next(6); piece > 0; piece--)
            {
                message.AddRange(Piece(random));
            }

            Assert.Equal(message, Unpacked(Packed([.. message])));
        }
    }

    [Fact]
    public void A_statement_takes_less_than_its_base64()
    {
        var digests = RandomNumberGenerator.GetBytes(4096);
        var statement = Encoding.ASCII.GetBytes("d" + Base64Url.EncodeToString(digests) + ".");
        Assert.InRange(Packed(statement).Length, digests.Length, digests.Length + 64);
    }

    [Theory]
    [InlineData(new byte[] { 0x05, 0x01 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x80 })]
    public void A_length_that_leads_beyond_the_message_is_refused(byte[] packed) =>
        Assert.Throws<InvalidDataException>(() => Unpacked(Deflated(packed)));

    [Fact]
    public void What_unpacks_to_more_than_a_message_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Unpacked(Deflated(new byte[BytesMax + 1])));
        Assert.Throws<InvalidDataException>(() => Unpacked(Packed(new byte[BytesMax + 1])));
        Assert.Throws<InvalidDataException>(() => Unpacked([7]));
        Assert.Equal(new byte[BytesMax - 64], Unpacked(Packed(new byte[BytesMax - 64])));
    }

    private static byte[] Piece(Random random)
    {
        var bytes = new byte[random.Next(400)];
        random.NextBytes(bytes);
        return random.Next(3) switch
        {
            0 => bytes,
            1 => Encoding.ASCII.GetBytes(Base64Url.EncodeToString(bytes)),
            _ => Encoding.ASCII.GetBytes(new string('a', random.Next(200))),
        };
    }

    private static byte[] Packed(byte[] message)
    {
        using var target = new MemoryStream();
        using (var packing = new EntryCompression(BytesMax).CreateCompressionStream(target, null))
        {
            packing.Write(message);
        }

        return target.ToArray();
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var unpacked = new EntryCompression(BytesMax).CreateDecompressionStream(new MemoryStream(packed));
        using var all = new MemoryStream();
        unpacked.CopyTo(all);
        return all.ToArray();
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return target.ToArray();
    }
}
