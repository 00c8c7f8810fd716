using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CbmExchange.Domain;

namespace CbmExchange.Store.Log;

/// <summary>
/// The ids and numbers of Domain are structs of one string or one long; they are stored as that string or number, so
/// that a stored body reads as in any other program.
/// </summary>
internal sealed class SingleValueConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => ParameterOf(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var parameter = ParameterOf(typeToConvert)!;
        var converter = parameter.ParameterType == typeof(string) ? typeof(TextConverter<>) : typeof(NumberConverter<>);
        return (JsonConverter)Activator.CreateInstance(converter.MakeGenericType(typeToConvert), parameter)!;
    }

    private static ParameterInfo? ParameterOf(Type type)
    {
        if (!type.IsValueType || type.IsEnum || type.Assembly != typeof(IEvent).Assembly)
        {
            return null;
        }

        var constructors = type.GetConstructors();
        return constructors is [var only] && only.GetParameters() is [var parameter]
            && (parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(long)) ? parameter
                : null;
    }

    private static Func<TValue, T> Maker<T, TValue>(ParameterInfo parameter)
    {
        var value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Func<TValue,
            T>>(Expression.New((ConstructorInfo)parameter.Member, value), value).Compile();
    }

    private static Func<T, TValue> Getter<T, TValue>(ParameterInfo parameter)
    {
        var value = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, TValue>>(Expression.Property(value, parameter.Name!), value).Compile();
    }

    private sealed class TextConverter<T>(ParameterInfo parameter) : JsonConverter<T>
        where T : struct
    {
        private readonly Func<string, T> make = Maker<T, string>(parameter);
        private readonly Func<T, string> get = Getter<T, string>(parameter);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            make(reader.GetString() ?? throw new JsonException($"A {typeof(T).Name} is a string."));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(get(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert,
            JsonSerializerOptions options) =>
            make(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(get(value));
    }

    private sealed class NumberConverter<T>(ParameterInfo parameter) : JsonConverter<T>
        where T : struct
    {
        private readonly Func<long, T> make = Maker<T, long>(parameter);
        private readonly Func<T, long> get = Getter<T, long>(parameter);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            make(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(get(value));
    }
}
