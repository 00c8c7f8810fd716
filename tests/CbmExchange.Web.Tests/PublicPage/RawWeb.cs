using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CbmExchange.Web.Tests.PublicPage;

/// <summary>A request as somebody writes it who means no good: the path goes out to the byte as it is given.</summary>
internal static class RawWeb
{
    private const int TooMany = 429;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Status and body of an answer, without what differs from moment to moment. Asks again when it asked too much.
    /// </summary>
    public static async Task<(int Status, string Head, string Body)> AskAsync(
        Uri address, string path, string accept = "text/html")
    {
        while (true)
        {
            var answer = await AskOnceAsync(address, path, accept);
            if (answer.Status != TooMany)
            {
                return answer;
            }

            await Task.Delay(Between, TimeProvider.System);
        }
    }

    private static async Task<(int Status, string Head, string Body)> AskOnceAsync(
        Uri address, string path, string accept)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"));
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        var text = Encoding.UTF8.GetString(all.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = string.Join('\n', text[..end].Split("\r\n")
            .Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)));
        return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), head, text[(end + 4)..]);
    }
}
