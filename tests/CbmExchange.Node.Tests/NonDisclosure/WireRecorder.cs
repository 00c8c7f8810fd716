using System.Net;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>Keeps every byte of every answer after TLS: headers, body as it is read, trailers.</summary>
internal sealed class WireRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly MemoryStream bytes = new();

    /// <summary>All of it so far.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (bytes)
            {
                return bytes.ToArray();
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        Keep(System.Text.Encoding.UTF8.GetBytes($"{response.Headers}\n{response.Content.Headers}\n"));
        response.Content = new Recorded(response.Content, this, response);
        return response;
    }

    private void Keep(ReadOnlySpan<byte> read)
    {
        lock (bytes)
        {
            bytes.Write(read);
        }
    }

    private sealed class Recorded : HttpContent
    {
        private readonly HttpContent content;
        private readonly WireRecorder recorder;
        private readonly HttpResponseMessage response;

        public Recorded(HttpContent content, WireRecorder recorder, HttpResponseMessage response)
        {
            (this.content, this.recorder, this.response) = (content, recorder, response);
            foreach (var header in content.Headers)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        protected override async Task<Stream> CreateContentReadStreamAsync() =>
            new Tee(await content.ReadAsStreamAsync(), recorder, response);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            content.CopyToAsync(stream, context);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class Tee(Stream inner, WireRecorder recorder, HttpResponseMessage response) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            recorder.Keep(buffer.Span[..read]);
            if (read == 0)
            {
                recorder.Keep(System.Text.Encoding.UTF8.GetBytes($"{response.TrailingHeaders}\n"));
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
