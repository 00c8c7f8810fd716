using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class StreamsAndCompression
{
    private static readonly byte[] Content = new byte[10_000];

    [Fact]
    public async Task A_writer_that_cannot_cancel_refuses_a_token_that_can()
    {
        IAsyncStreamWriter<string> writer = new ListWriter();
        using var source = new CancellationTokenSource();

        await writer.WriteAsync("a", CancellationToken.None);

        Assert.Throws<NotSupportedException>(() => { _ = writer.WriteAsync("b", source.Token); });
        Assert.Equal(["a"], ((ListWriter)writer).Written);
    }

    [Fact]
    public async Task Reading_all_ends_with_the_stream()
    {
        var read = new List<string>();
        await foreach (var text in new ListReader("a", "b").ReadAllAsync())
        {
            read.Add(text);
        }

        Assert.Equal(["a", "b"], read);
        Assert.Throws<ArgumentNullException>(() => ((IAsyncStreamReader<string>)null!).ReadAllAsync());
    }

    [Theory]
    [InlineData("gzip", 0x1F)]
    [InlineData("deflate", 0x78)]
    public void Compression_leaves_the_inner_stream_open_both_ways(string encoding, byte firstByte)
    {
        ICompressionProvider provider = encoding == "gzip"
            ? new GzipCompressionProvider(CompressionLevel.Fastest)
            : new DeflateCompressionProvider(CompressionLevel.Optimal);
        using var wire = new MemoryStream();
        using (var compress = provider.CreateCompressionStream(wire, null))
        {
            compress.Write(Content);
        }

        Assert.Equal(encoding, provider.EncodingName);
        Assert.Equal(firstByte, wire.ToArray()[0]);
        Assert.True(wire.Length < Content.Length);
        wire.Position = 0;
        using var result = new MemoryStream();
        using (var decompress = provider.CreateDecompressionStream(wire))
        {
            decompress.CopyTo(result);
        }

        Assert.Equal(Content, result.ToArray());
        Assert.True(wire.CanRead);
    }

    private sealed class ListWriter : IAsyncStreamWriter<string>
    {
        public List<string> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(string message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class ListReader(params string[] texts) : IAsyncStreamReader<string>
    {
        private int _next;

        public string Current => texts[_next - 1];

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(_next++ < texts.Length);
    }
}
