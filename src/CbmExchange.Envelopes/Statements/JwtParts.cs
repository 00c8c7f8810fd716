using System.Text;
using System.Text.Json;

namespace CbmExchange.Envelopes.Statements;

/// <summary>A JWS in compact form (RFC 7515 §7.1), taken apart but not yet believed.</summary>
internal sealed record JwtParts(byte[] SigningInput, JsonElement Header, byte[] Payload, byte[] Signature)
{
    public static JwtParts? TryRead(ReadOnlySpan<byte> jwt)
    {
        if (!Ascii.IsValid(jwt))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(jwt);
        if (text.Split('.') is not [var header, var payload, var signature]
            || Base64Text.TryDecode(header) is not { } headerBytes
            || Base64Text.TryDecode(payload) is not { } payloadBytes
            || Base64Text.TryDecode(signature) is not { } signatureBytes
            || StatementJson.TryRead(headerBytes) is not { ValueKind: JsonValueKind.Object } head)
        {
            return null;
        }

        return new JwtParts(jwt[..text.LastIndexOf('.')].ToArray(), head, payloadBytes, signatureBytes);
    }

    public string? HeaderText(string name) =>
        Header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
