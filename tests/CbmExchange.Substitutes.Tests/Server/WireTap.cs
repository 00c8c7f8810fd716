using System.Net.Http.Headers;

namespace CbmExchange.Substitutes.Tests.Server;

/// <summary>Notes the headers that HTTP carried, since gRPC hides those of its own.</summary>
internal sealed class WireTap(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public HttpRequestHeaders? Request { get; private set; }

    public HttpResponseHeaders? Response { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Request = request.Headers;
        var response = await base.SendAsync(request, cancellationToken);
        Response = response.Headers;
        return response;
    }
}
