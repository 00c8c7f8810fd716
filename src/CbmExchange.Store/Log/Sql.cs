using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>Short words for typed positional parameters.</summary>
internal static class Sql
{
    public static NpgsqlParameter<T> P<T>(T value) => new() { TypedValue = value };

    public static void Bind(this NpgsqlCommand command, params ReadOnlySpan<NpgsqlParameter> parameters) =>
        Bind(command.Parameters, parameters);

    public static void Bind(this NpgsqlParameterCollection to, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            to.Add(parameter);
        }
    }
}
